//! `payspec spec`: a message's field table, on the terminal or as Markdown.

use comfy_table::{ContentArrangement, Table as Grid};
use payspec_core::finding::Severity;
use payspec_core::spec::{self, Field, Kind, Message, Presence, Source, Standing, Table};

use super::args::{SpecArgs, SpecFormat};
use super::words::Word;
use super::{Screen, of_core};
use crate::exit::Exit;
use crate::lang::Lang;
use crate::program::Failure;
use crate::report::terminal::table::STYLE;

pub(super) fn run(args: &SpecArgs, screen: &mut Screen<'_>) -> Result<Exit, Failure> {
    let Some(name) = &args.message else {
        for message in spec::messages() {
            writeln!(screen.out, "{:<36}{}", message.id, message.title.get(of_core(screen.lang)))?;
        }
        return Ok(Exit::AsExpected);
    };
    let message = spec::message(name).ok_or_else(|| {
        let names: Vec<&str> = spec::messages().map(|message| message.id).collect();
        Failure::usage(format!("there is no table `{name}`; there are: {}", names.join(", ")))
    })?;
    tell(message, args.format, screen)?;
    Ok(Exit::AsExpected)
}

const HEADS: [Word; 8] = [
    Word::TableName,
    Word::TableTitle,
    Word::TablePresence,
    Word::TableType,
    Word::TableValues,
    Word::TableExample,
    Word::TableClause,
    Word::TableStanding,
];

fn tell(message: &Message, format: SpecFormat, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let lang = screen.lang;
    let title = message.title.get(of_core(lang));
    let mark = if format == SpecFormat::Markdown { "# " } else { "" };
    writeln!(screen.out, "{mark}{title} `{}`\n", message.id)?;
    writeln!(screen.out, "{} ({})\n", message.place, message.clause)?;
    let mut rows = Vec::new();
    collect(&message.table, "", lang, &mut rows);
    let heads: Vec<&str> = HEADS.iter().map(|word| word.text(lang)).collect();
    match format {
        SpecFormat::Markdown => {
            writeln!(screen.out, "| {} |", heads.join(" | "))?;
            writeln!(screen.out, "|{}", " --- |".repeat(heads.len()))?;
            for row in rows {
                let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
                writeln!(screen.out, "| {} |", cells.join(" | "))?;
            }
        }
        SpecFormat::Terminal => {
            let mut grid = Grid::new();
            grid.load_style(STYLE);
            grid.set_content_arrangement(ContentArrangement::Dynamic);
            grid.set_width(u16::try_from(screen.width.unwrap_or(140)).unwrap_or(140)).set_header(heads);
            grid.add_rows(rows);
            writeln!(screen.out, "{grid}")?;
        }
    }
    Ok(())
}

/// The rows of a table and of the JSON text within it.
fn collect(table: &Table, before: &str, lang: Lang, rows: &mut Vec<[String; 8]>) {
    for field in table.fields {
        let path = format!("{before}{}", field.name);
        rows.push([
            path.clone(),
            field.zh.to_owned(),
            presence(field, lang),
            field.printed_type(),
            values(field, lang),
            field.example.to_owned(),
            field.clause.to_owned(),
            standing(field, lang),
        ]);
        match field.kind {
            Kind::Json(inner) | Kind::JsonOrText(inner) | Kind::Object(inner) => {
                collect(inner, &format!("{path}."), lang, rows)
            }
            Kind::Objects(inner) => collect(inner, &format!("{path}[]."), lang, rows),
            _ => {}
        }
    }
}

fn presence(field: &Field, lang: Lang) -> String {
    let when = Word::When.text(lang);
    match field.presence {
        Presence::Required => Word::Required.text(lang).to_owned(),
        Presence::Optional => Word::Optional.text(lang).to_owned(),
        Presence::Expected(None) => Word::Usual.text(lang).to_owned(),
        Presence::Expected(Some((other, value))) => format!("{} {when} {other}={value}", Word::Usual.text(lang)),
        Presence::RequiredWhen { other, values, unless } => {
            let unless = unless.map_or_else(String::new, |name| format!(", {} {name}", lang.pick("unless", "除非有")));
            format!("{when} {other}={}{unless}", values.join("/"))
        }
    }
}

fn values(field: &Field, lang: Lang) -> String {
    let core = of_core(lang);
    match field.kind {
        Kind::Text(alphabet) => alphabet.title.get(core).to_owned(),
        Kind::Choice(choices, _) | Kind::Strings(choices, _) => {
            let mark = |doubtful: bool| if doubtful { "?" } else { "" };
            let list: Vec<String> = choices.iter().map(|one| format!("{}{}", one.value, mark(one.doubtful))).collect();
            list.join(", ")
        }
        Kind::Fen { least, most } => format!("{least}..{most}"),
        Kind::Yuan { least, most } => format!("{}..{}", least.to_yuan(), most.to_yuan()),
        Kind::Count { least, most } => format!("{least}..{most}"),
        Kind::Time(layout) => match layout {
            spec::Layout::Compact => "yyyyMMddHHmmss",
            spec::Layout::Dashed | spec::Layout::DashedLoosely => "yyyy-MM-dd HH:mm:ss",
            spec::Layout::DashedFraction => "yyyy-MM-dd HH:mm:ss.S",
        }
        .to_owned(),
        Kind::Url(url) => {
            let query = url.query == Some(Severity::Error);
            format!("{}{}", url.title.get(core), if query { "" } else { " " }).trim_end().to_owned()
        }
        Kind::Prefixed(prefix) => format!("{prefix}…"),
        Kind::Period => "1m..15d, 1c".to_owned(),
        Kind::UnixSeconds => lang.pick("Unix seconds", "秒级时间戳").to_owned(),
        Kind::Ip => "IPv4, IPv6".to_owned(),
        Kind::Currency => "ISO 4217".to_owned(),
        Kind::HexSignature => lang.pick("32 or 64 upper-case hexadecimal digits", "32 或 64 位大写十六进制").to_owned(),
        Kind::Base64 => "Base64".to_owned(),
        Kind::PercentEncoded => lang.pick("URL-encoded", "URL 编码后的文本").to_owned(),
        Kind::Json(_) | Kind::JsonOrText(_) | Kind::AnyJson => "JSON".to_owned(),
        Kind::Any | Kind::Object(_) | Kind::Objects(_) => String::new(),
    }
}

fn standing(field: &Field, lang: Lang) -> String {
    let source = match field.source {
        Source::Seed => Word::FromSeed,
        Source::Page => Word::FromPage,
        Source::Practice => Word::FromPractice,
    };
    let source = source.text(lang);
    match field.standing {
        Standing::Settled => source.to_owned(),
        Standing::Open(text) | Standing::Unconfirmed(text) => format!("{source}; {}", text.get(of_core(lang))),
    }
}
