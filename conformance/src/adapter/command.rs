//! The command that starts an adapter.

use std::path::PathBuf;
use std::process::Command;

use crate::isolation::Isolation;

/// How an adapter is started.
#[derive(Clone, Debug)]
pub struct AdapterCommand {
    words: Vec<String>,
    /// The name of an adapter of `conformance/adapters`, such as `npm/tenpay`.
    name: Option<String>,
    /// Where it runs; nowhere in particular if absent.
    directory: Option<PathBuf>,
    isolation: Option<Isolation>,
}

impl AdapterCommand {
    /// Splits `text` as a shell splits words. No shell is run: no variables, globs or pipes.
    ///
    /// # Errors
    /// A quote that is not closed, or no word at all.
    pub fn parse(text: &str) -> Result<Self, String> {
        match shlex::split(text) {
            None => Err(format!("the command `{text}` ends inside a quote or after a backslash")),
            Some(words) if words.is_empty() => {
                Err("the command is empty; give a program, such as \"python3 adapter.py\"".into())
            }
            Some(words) => Ok(Self { words, name: None, directory: None, isolation: None }),
        }
    }

    /// The command of a shipped adapter, found by its name and run in its private folder.
    #[must_use]
    pub fn named(name: String, words: Vec<String>, directory: PathBuf) -> Self {
        Self { words, name: Some(name), directory: Some(directory), isolation: None }
    }

    /// The same, started without a network.
    #[must_use]
    pub fn isolated(self, isolation: Isolation) -> Self {
        Self { isolation: Some(isolation), ..self }
    }

    /// How it is kept from the network; absent where it is not.
    #[must_use]
    pub fn isolation(&self) -> Option<&Isolation> {
        self.isolation.as_ref()
    }

    /// The words: the program and its arguments.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// What to give as `--adapter` to have it again: its name, or one line that [`AdapterCommand::parse`] splits into
    /// the same words.
    #[must_use]
    pub fn line(&self) -> String {
        // Only a NUL byte cannot be quoted, and no argument can hold one.
        let join = || shlex::try_join(self.words.iter().map(String::as_str)).unwrap_or_else(|_| self.words.join(" "));
        self.name.clone().unwrap_or_else(join)
    }

    /// The option with which the command line keeps it from the network, or does not, as it was this time. A shipped
    /// adapter is kept from it anyway, and any other is not.
    #[must_use]
    pub fn network_option(&self) -> Option<&'static str> {
        match (&self.name, &self.isolation) {
            (None, Some(_)) => Some("--isolate"),
            (Some(_), None) => Some("--allow-network"),
            _ => None,
        }
    }

    /// What to start; none if there are no words.
    pub(super) fn to_start(&self) -> Option<Command> {
        let (program, arguments) = self.words.split_first()?;
        let mut command = match &self.isolation {
            Some(isolation) => isolation.command(&self.words),
            None => {
                let mut command = Command::new(program);
                command.args(arguments);
                command
            }
        };
        if let Some(directory) = &self.directory {
            command.current_dir(directory);
        }
        Some(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_as_a_shell_splits_words() {
        let command = AdapterCommand::parse(r#"python3 "my adapter.py" --flag='a b'"#).unwrap();
        assert_eq!(command.words(), ["python3", "my adapter.py", "--flag=a b"]);
        assert_eq!(AdapterCommand::parse(&command.line()).unwrap().words(), command.words());
        assert!(AdapterCommand::parse("a 'b").unwrap_err().contains("inside a quote"));
        assert!(AdapterCommand::parse("  ").unwrap_err().contains("is empty"));
    }
}
