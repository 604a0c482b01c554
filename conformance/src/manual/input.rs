//! Reads what the command line names: the message, the keys.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use payspec_core::crypto::digest::SignType;
use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::crypto::rsa::Scheme;
use payspec_core::finding::{Refusal, code};

use super::args::{KeyArgs, MessageArgs};
use crate::explain::Keys;
use crate::explain::kind::{Kind, Provider};
use crate::lang::Lang;
use crate::program::Failure;

/// The largest input. Messages have a few KiB; core's own limits are below this.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A message as it was given.
pub(super) struct Input {
    pub(super) kind: &'static Kind,
    /// The file's name, or what stands for standard input.
    pub(super) name: String,
    pub(super) body: Vec<u8>,
}

/// The kind of that name.
pub(super) fn kind(provider: Provider, name: &str) -> Result<&'static Kind, Failure> {
    Kind::find(provider, name).ok_or_else(|| {
        let names: Vec<&str> = Kind::names(provider).collect();
        Failure::usage(format!("{} has no message `{name}`; there are: {}", provider.name(), names.join(", ")))
    })
}

pub(super) fn message(args: &MessageArgs) -> Result<Input, Failure> {
    read(kind(args.provider.into(), &args.message)?, args.file.as_deref())
}

pub(super) fn read(kind: &'static Kind, file: Option<&Path>) -> Result<Input, Failure> {
    let (name, body) = match file.filter(|path| *path != Path::new("-")) {
        None => ("<stdin>".to_owned(), bounded(std::io::stdin().lock()).map_err(|e| unreadable("standard input", e))?),
        Some(path) => (path.display().to_string(), file_bytes(path)?),
    };
    Ok(Input { kind, name, body })
}

fn bounded(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(std::io::Error::other("it is larger than 16 MiB"));
    }
    Ok(bytes)
}

fn file_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::File::open(path).and_then(bounded).map_err(|error| unreadable(&path.display().to_string(), error))
}

fn unreadable(what: &str, error: std::io::Error) -> Failure {
    Failure::usage(format!("{what} cannot be read: {error}"))
}

/// A key's text from wherever the command line says. Line ends behind it are the file's, not the key's.
fn key_text(args: &KeyArgs) -> Result<Option<String>, Failure> {
    let text = match (&args.key_file, &args.key_env, &args.key) {
        (Some(path), ..) => return key_file(path).map(Some),
        (_, Some(name), _) => std::env::var(name)
            .map_err(|_| Failure::usage(format!("the environment variable {name} is not set, or is no text")))?,
        (_, _, Some(key)) => key.clone(),
        _ => return Ok(None),
    };
    Ok(Some(text))
}

fn key_file(path: &PathBuf) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        bounded(std::io::stdin().lock()).map_err(|e| unreadable("standard input", e))?
    } else {
        file_bytes(path)?
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::usage(format!("the key in {} is no text; give it as PEM or Base64", path.display())))?;
    Ok(text.trim_end_matches(['\r', '\n']).trim_start_matches('\u{feff}').to_owned())
}

/// The keys for messages of that provider.
pub(super) fn keys(provider: Provider, args: &KeyArgs, also: &[PathBuf], lang: Lang) -> Result<Keys, Failure> {
    let refused = |what: &str, refusal: Refusal| {
        let text = refusal.code.text(super::of_core(lang));
        let mend = refusal.code.mend(super::of_core(lang));
        Failure::usage(format!("{what}: {text} ({}); {mend}", refusal.code))
    };
    let mut keys = Keys::default();
    let main = key_text(args)?;
    match provider {
        Provider::Wechat => {
            if main.as_deref() == Some("") {
                return Err(refused("the key", Refusal::new(code::KEY_EMPTY)));
            }
            keys.api = main;
            keys.also_api = also.iter().map(key_file).collect::<Result<_, _>>()?;
            let read = |name: &String| SignType::parse(name.as_bytes()).map_err(|e| refused("--sign-type", e));
            keys.sign_type = args.sign_type.as_ref().map(read).transpose()?;
        }
        Provider::Alipay => {
            if let Some(text) = main {
                match either(&text).map_err(|refusal| refused("the key", refusal))? {
                    Either::Private(key) => keys.private = Some(*key),
                    Either::Public(key) => keys.public = Some(*key),
                }
            }
            for path in also {
                let read = either(&key_file(path)?).map_err(|e| refused(&path.display().to_string(), e))?;
                keys.also_public.push(match read {
                    Either::Private(key) => key.public().clone(),
                    Either::Public(key) => *key,
                });
            }
            let read = |name: &String| Scheme::parse(name.as_bytes()).map_err(|e| refused("--sign-type", e));
            keys.scheme = args.sign_type.as_ref().map(read).transpose()?;
        }
    }
    Ok(keys)
}

enum Either {
    Private(Box<PrivateKey>),
    Public(Box<PublicKey>),
}

fn either(text: &str) -> Result<Either, Refusal> {
    match PrivateKey::read(text) {
        Ok(key) => Ok(Either::Private(Box::new(key))),
        Err(private) => match PublicKey::read(text) {
            Ok(key) => Ok(Either::Public(Box::new(key))),
            // The first says more, unless it says that it is a public key.
            Err(public) => Err(if private.code == code::KEY_KIND { public } else { private }),
        },
    }
}
