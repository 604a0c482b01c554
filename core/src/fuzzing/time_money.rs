use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::draw::Draw;
use crate::money::{Fen, Spelling, Yuan};
use crate::time::{Dashed, Time, Wrong};

/// Days and seconds are those of `jiff`, amounts those of 128-bit arithmetic; what is written is read.
pub fn time_money(data: &[u8]) {
    money(data);
    let Ok(text) = std::str::from_utf8(data) else { return any_time(Draw::new(data).number()) };
    any_time(Draw::new(data).number());
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let expected = if digits && text.len() == 14 { civil(text) } else { Err(Wrong::Shape) };
    assert_eq!(Time::read_compact(data).map(Time::unix), expected);
    let read = Time::read_dashed(data);
    assert_eq!(read.map(|(time, form)| (time.unix(), form)), dashed(text));
}

/// Of fourteen digits.
fn civil(digits: &str) -> Result<i64, Wrong> {
    let part = |from: usize, to: usize| digits[from..to].parse::<i16>().expect("digits");
    let [month, day, hour, minute, second] =
        [(4, 6), (6, 8), (8, 10), (10, 12), (12, 14)].map(|(a, b)| part(a, b) as i8);
    let year = part(0, 4);
    match DateTime::new(year, month, day, hour, minute, second, 0) {
        Ok(time) if year > 0 => Ok(Offset::constant(8).to_timestamp(time).expect("within range").as_second()),
        _ => Err(Wrong::Calendar),
    }
}

fn dashed(text: &str) -> Result<(i64, Dashed), Wrong> {
    let shape: String = text.chars().map(|letter| if letter.is_ascii_digit() { '9' } else { letter }).collect();
    let iso = shape.contains('T');
    let (form, digits) = match &*shape.replacen('T', " ", 1) {
        "9999-99-99 99:99" => (Dashed::Minutes, format!("{text}:00")),
        "9999-99-99 99:99:99" => (Dashed::Seconds, text.to_owned()),
        "9999-99-99 99:99:99.9" | "9999-99-99 99:99:99.99" | "9999-99-99 99:99:99.999" => {
            (Dashed::Fraction, text[..19].to_owned())
        }
        _ => return Err(Wrong::Shape),
    };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    Ok((civil(&digits)?, if iso { Dashed::Iso } else { form }))
}

fn any_time(seconds: i64) {
    let Some(time) = Time::from_unix(seconds) else { return };
    let other = Offset::constant(8).to_datetime(jiff::Timestamp::from_second(seconds).expect("within range"));
    let (compact, dashed) = (time.compact().to_string(), time.dashed().to_string());
    assert_eq!(compact, other.strftime("%Y%m%d%H%M%S").to_string());
    assert_eq!(dashed, other.strftime("%Y-%m-%d %H:%M:%S").to_string());
    assert_eq!(Time::read_compact(compact.as_bytes()), Ok(time));
    assert_eq!(Time::read_dashed(dashed.as_bytes()), Ok((time, Dashed::Seconds)));
}

fn money(data: &[u8]) {
    let text = std::str::from_utf8(data).unwrap_or("?");
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| (digits(text)).then(|| text.parse::<u128>().ok()).flatten();
    let fits = |fen: &u128| *fen <= u128::from(u64::MAX);
    let fen = number(text).filter(fits);
    assert_eq!(Fen::read(data).map(|(fen, _)| u128::from(fen.get())), fen);
    if let Some((fen, spelling)) = Fen::read(data) {
        assert_eq!(spelling == Spelling::Plain, fen.to_string() == text);
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "00"));
    let right = (digits(whole) || whole.is_empty() && text.starts_with('.')) && digits(decimals) && decimals.len() <= 2;
    let yuan = right.then(|| number(&format!("0{whole}{decimals:0<2}"))).flatten().filter(fits);
    assert_eq!(Yuan::read(data).map(|(yuan, _)| u128::from(yuan.to_fen().get())), yuan);
    if let Some((yuan, spelling)) = Yuan::read(data) {
        assert_eq!(spelling == Spelling::Plain, yuan.to_string() == text);
        assert_eq!(yuan.to_fen().to_yuan(), yuan);
    }
}
