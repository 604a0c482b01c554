//! The command that starts an adapter.

/// The argument vector of an adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterCommand(Vec<String>);

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
            Some(words) => Ok(Self(words)),
        }
    }

    /// The words: the program and its arguments.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// One line that [`AdapterCommand::parse`] splits into the same words.
    #[must_use]
    pub fn line(&self) -> String {
        // Only a NUL byte cannot be quoted, and no argument can hold one.
        shlex::try_join(self.0.iter().map(String::as_str)).unwrap_or_else(|_| self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_as_a_shell_splits_words() {
        let command = AdapterCommand::parse(r#"python3 "my adapter.py" --flag='a b'"#).unwrap();
        assert_eq!(command.words(), ["python3", "my adapter.py", "--flag=a b"]);
        assert_eq!(AdapterCommand::parse(&command.line()), Ok(command));
        assert!(AdapterCommand::parse("a 'b").unwrap_err().contains("inside a quote"));
        assert!(AdapterCommand::parse("  ").unwrap_err().contains("is empty"));
    }
}
