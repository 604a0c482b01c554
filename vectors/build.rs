//! Lists the suite files, so that the loader embeds each without a list that somebody has to keep.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let mut suites = Vec::new();
    for provider in ["alipay", "wechat"] {
        let folder = Path::new(&root).join(provider);
        println!("cargo:rerun-if-changed={}", folder.display());
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "json")
                && let Some(stem) = path.file_stem().and_then(|s| s.to_str())
            {
                println!("cargo:rerun-if-changed={}", path.display());
                suites.push((format!("{provider}/{stem}"), path));
            }
        }
    }
    suites.sort();
    let mut names = String::from("static NAMES: &[&str] = &[\n");
    let mut texts = String::from("static TEXTS: &[&str] = &[\n");
    for (name, path) in &suites {
        writeln!(names, "    {name:?},").expect("a String takes everything");
        let path = path.display().to_string();
        writeln!(texts, "    include_str!({path:?}),").expect("a String takes everything");
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("suites.rs"), format!("{names}];\n{texts}];\n")).expect("OUT_DIR can be written");
}
