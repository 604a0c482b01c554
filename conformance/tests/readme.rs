//! What the two READMEs show is what the program prints, what they link to is there, and they say the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::Parser as _;
use payspec::cli::Cli;
use payspec_core::order::Order;
use payspec_core::wechat::{notification, sign::ApiKey};

const ENGLISH: &str = include_str!("../../README.md");
const CHINESE: &str = include_str!("../../README.zh-CN.md");
const BOTH: [(&str, &str); 2] = [("en", ENGLISH), ("zh", CHINESE)];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The fenced blocks of a page: language and text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("\n```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap()).collect()
}

/// A page without its fenced blocks.
fn prose(page: &str) -> String {
    page.split("\n```").step_by(2).collect()
}

/// The command lines of a page, without their comments: the lines of shell blocks, and what stands after `$`.
fn commands(page: &str) -> Vec<Vec<String>> {
    let lines = blocks(page).into_iter().flat_map(|(language, text)| {
        text.lines().filter_map(move |line| match language {
            "sh" => Some(line),
            "text" => line.strip_prefix("$ "),
            _ => None,
        })
    });
    lines.map(|line| shlex::split(line).unwrap()).collect()
}

/// The examples in a folder of their own, at the same distance from the adapters' loop as in the tree.
struct Examples(tempfile::TempDir);

impl Examples {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tree = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["examples", "adapters/shared"] {
            std::fs::create_dir_all(folder.path().join(part)).unwrap();
            for file in std::fs::read_dir(tree.join(part)).unwrap() {
                let file = file.unwrap();
                if file.file_type().unwrap().is_file() {
                    std::fs::copy(file.path(), folder.path().join(part).join(file.file_name())).unwrap();
                }
            }
        }
        Examples(folder)
    }

    fn payspec(&self, words: &[String], lang: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_payspec"))
            .args(words)
            .current_dir(self.0.path().join("examples"))
            .env("PAYSPEC_LANG", lang)
            .env("COLUMNS", "100")
            .output()
            .unwrap()
    }
}

/// Whether the shown lines are the printed ones, where a line `…` stands for any number of them.
fn shows(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&"…", rest)) => (0..=printed.len()).any(|from| shows(rest, &printed[from..])),
        Some((line, rest)) => printed.split_first().is_some_and(|(first, left)| first == line && shows(rest, left)),
    }
}

#[test]
fn what_is_shown_is_what_is_printed() {
    assert!(shows(&["a", "…", "d"], &["a", "b", "c", "d"]) && shows(&["…"], &[]));
    assert!(!shows(&["a", "c"], &["a", "b", "c"]) && !shows(&["a"], &["a", "b"]));
    let examples = Examples::new();
    for (lang, page) in BOTH {
        let text: String = blocks(page).into_iter().filter(|(kind, _)| *kind == "text").map(|(_, text)| text).collect();
        let sessions: Vec<&str> = text.split("$ payspec ").skip(1).collect();
        assert_eq!(sessions.len(), 4);
        for session in sessions {
            let (command, shown) = session.split_once('\n').unwrap();
            let output = examples.payspec(&shlex::split(command).unwrap(), lang);
            let printed = String::from_utf8(output.stdout).unwrap();
            let (shown, lines): (Vec<_>, Vec<_>) =
                (shown.trim_end().lines().collect(), printed.trim_end().lines().collect());
            assert!(shows(&shown, &lines), "{command} prints\n{printed}");
        }
    }
}

/// Every command line is one that the program takes; those that need nothing but the examples and a moment are run.
#[test]
fn the_commands_run() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: python3 is missing");
        return;
    }
    let examples = Examples::new();
    let mut run = 0;
    for words in commands(ENGLISH) {
        let (program, arguments) = words.split_first().unwrap();
        let arguments: Vec<String> = arguments.iter().take_while(|word| *word != "#").cloned().collect();
        if program != "payspec" {
            assert_eq!(program, "cargo", "{words:?}");
            continue;
        }
        Cli::try_parse_from(&words).unwrap_or_else(|error| panic!("{words:?}: {error}"));
        // A namespace cannot be had everywhere, and ten seconds are not a moment.
        if arguments.iter().any(|word| word == "--isolate" || word == "--time") {
            continue;
        }
        let output = examples.payspec(&arguments, "en");
        let mistaken = ["run", "fuzz", "verify"].contains(&&*arguments[0])
            || (arguments[0] == "explain" && arguments.iter().any(|word| word == "--key-file"));
        assert_eq!(output.status.code(), Some(i32::from(mistaken)), "{arguments:?} {output:?}");
        run += 1;
    }
    assert_eq!(run, 11);
    let made: Vec<_> = ["report.html", "payspec-fuzz"].map(|name| examples.0.path().join("examples").join(name)).into();
    assert!(made.iter().all(|path| path.exists()), "{made:?}");
}

#[test]
fn the_two_pages_say_the_same() {
    let headings = |page: &str| -> Vec<usize> {
        prose(page).lines().filter(|line| line.starts_with('#')).map(|line| line.find(' ').unwrap()).collect()
    };
    assert_eq!(headings(ENGLISH), headings(CHINESE));
    assert!(headings(ENGLISH).len() >= 9);

    let shape = |page: &'static str| -> Vec<(&str, usize)> {
        blocks(page).into_iter().map(|(language, text)| (language, text.lines().count())).collect()
    };
    assert_eq!(shape(ENGLISH), shape(CHINESE));
    let bare = |page: &str| -> Vec<Vec<String>> {
        commands(page).into_iter().map(|words| words.into_iter().take_while(|word| word != "#").collect()).collect()
    };
    assert_eq!(bare(ENGLISH), bare(CHINESE));

    let rows = |page: &str| prose(page).lines().filter(|line| line.starts_with('|')).count();
    assert_eq!(rows(ENGLISH), rows(CHINESE));
    let told = |page: &str| -> Vec<String> {
        let mut links: Vec<String> =
            links(page).filter(|link| !link.starts_with("README") && !link.ends_with(".svg")).collect();
        links.sort();
        links
    };
    assert_eq!(told(ENGLISH), told(CHINESE));
    let inline = |page: &str| -> std::collections::BTreeSet<String> {
        prose(page).split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    assert_eq!(inline(ENGLISH), inline(CHINESE));
    for (_, page) in BOTH {
        assert!(page.lines().count() < 200, "{}", page.lines().count());
    }
}

/// The targets of a page's links, without anchors.
fn links(page: &str) -> impl Iterator<Item = String> {
    let prose = prose(page);
    let targets: Vec<String> =
        prose.split("](").skip(1).map(|rest| rest.split(')').next().unwrap().to_owned()).collect();
    targets.into_iter().map(|target| target.split('#').next().unwrap().to_owned()).filter(|target| !target.is_empty())
}

#[test]
fn links_lead_somewhere() {
    let pages = [
        "README.md",
        "README.zh-CN.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "benches/README.md",
        "conformance/IN-YOUR-CI.md",
        "conformance/PROTOCOL.md",
        "conformance/adapters/README.md",
        "vectors/FIELD-NOTES.md",
        "vectors/FORMAT.md",
        "vectors/README.md",
    ];
    let mut seen = 0;
    for page in pages {
        let path = root().join(page);
        for link in links(&std::fs::read_to_string(&path).unwrap()).filter(|link| !link.starts_with("http")) {
            assert!(path.parent().unwrap().join(&link).exists(), "{page} links to {link}, which is not there");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

/// The figures that the READMEs quote are those of the pages that they name.
#[test]
fn figures_are_those_of_their_pages() {
    let kills = include_str!("../../vectors/KILLS.md");
    let faults = kills.lines().nth(2).unwrap().split(' ').next().unwrap();
    let notes = include_str!("../../vectors/FIELD-NOTES.md");
    let vectors: usize = payspec_vectors::load_all().unwrap().iter().map(|suite| suite.vectors.len()).sum();
    let adapters = ["crates", "npm", "pypi"].map(|registry| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("adapters").join(registry);
        std::fs::read_dir(folder)
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().path().join("adapter.toml").exists())
            .count()
    });
    assert!((4000..5000).contains(&vectors), "the READMEs say over 4,000: {vectors}");
    assert_eq!(adapters.iter().sum::<usize>(), 16, "the READMEs say sixteen");
    assert!(notes.contains("of the 16 adapters"));
    for (word, page) in [("Sixteen", ENGLISH), ("十六个", CHINESE)] {
        assert!(page.contains(&format!("{faults} ")), "vectors/KILLS.md has {faults} faults");
        assert!(page.contains(word));
    }
}

/// The pictures are small, and tell what the program tells now: `.github/picture` draws them anew.
#[test]
fn the_pictures_show_what_is_printed() {
    let examples = Examples::new();
    let command = shlex::split("explain wechat unifiedorder order.xml --key-file api.key").unwrap();
    for (lang, file) in [("en", ".github/run.svg"), ("zh", ".github/run.zh.svg")] {
        let picture = std::fs::read_to_string(root().join(file)).unwrap();
        assert!(picture.len() < 60_000);
        let drawn = roxmltree::Document::parse(&picture).unwrap();
        let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let drawn = squeezed(
            &drawn.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect::<String>(),
        );
        let printed = String::from_utf8(examples.payspec(&command, lang).stdout).unwrap();
        assert!(drawn.contains(&squeezed(&printed)), "{file} is stale: run .github/picture");
        assert!(drawn.contains("missing-signature-accepted"));
    }
}

/// The Rust of the READMEs, which is this function's: a line of theirs that is not here fails the test below.
fn core_as_shown(api_key: String, body: Vec<u8>) -> Result<String, Box<dyn std::error::Error>> {
    let key = ApiKey::new(&api_key)?;
    let message = notification::read(&body, &key)?;
    let paid = message.accept(&Order {
        number: "20150806125346".into(),
        fen: 1000,
        currency: "CNY".into(),
        application: "wxd930ea5d5a258f4f".into(),
        merchant: "10000100".into(),
    })?;
    Ok(format!("{} is paid: {} fen", paid.number(), paid.fen()))
}

#[test]
fn the_core_is_used_as_shown() {
    let here = include_str!("readme.rs");
    for (_, page) in BOTH {
        let (_, rust) = blocks(page).into_iter().find(|(language, _)| *language == "rust").unwrap();
        for line in rust.lines().map(|line| line.split(" //").next().unwrap().trim()) {
            let line = line.strip_prefix("println!(").and_then(|rest| rest.strip_suffix(';')).unwrap_or(line);
            assert!(here.contains(line), "{line}");
        }
    }
    let key = std::fs::read_to_string(root().join("conformance/examples/api.key")).unwrap();
    let body = std::fs::read_to_string(root().join("conformance/examples/notification.xml")).unwrap();
    let refused = core_as_shown(key.trim().to_owned(), body.into_bytes()).unwrap_err();
    assert_eq!(refused.to_string(), "the message pays another amount than the order asks");
}

/// The map names every file and folder of the sources, and every script.
#[test]
fn the_map_is_complete() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut seen = 0;
    for folder in ["core/src", "conformance/src", ".ci"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let named = if path.is_dir() { format!("{name}/") } else { name.to_owned() };
            assert!(name == "lib.rs" || map.contains(&named), "ARCHITECTURE.md does not name {folder}/{named}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}
