use super::*;

#[test]
fn every_row_is_found_by_its_own_name() {
    for message in messages() {
        assert_rows(&message.table);
    }
    assert_eq!(messages().count(), 19);
}

fn assert_rows(table: &Table) {
    for (row, field) in table.fields.iter().enumerate() {
        let name = field.name.replace("$n", "7");
        assert_eq!(table.find(name.as_bytes()).map(|found| found.0), Some(row), "{name}");
        for other in [format!("{name}_x"), name.to_uppercase(), name[1..].to_string(), format!("{name}_7_7_7")] {
            let found = table.find(other.as_bytes()).map(|(_, field)| field.name);
            assert!(found.is_none() || found == Some(&other), "{other} is taken for {found:?}");
        }
        match field.kind {
            Kind::Json(inner) | Kind::JsonOrText(inner) | Kind::Object(inner) | Kind::Objects(inner) => {
                assert_rows(inner)
            }
            _ => {}
        }
    }
    assert!(table.find(b"").is_none());
}

#[test]
fn a_number_at_the_end_is_a_family_only_where_the_table_has_one() {
    let table = &message("notification").unwrap().table;
    let name = |wire: &str| table.find(wire.as_bytes()).map(|(_, field)| field.name);
    assert_eq!(name("coupon_fee"), Some("coupon_fee"));
    assert_eq!(name("coupon_fee_0"), Some("coupon_fee_$n"));
    assert_eq!(name("coupon_fee_10"), Some("coupon_fee_$n"));
    assert_eq!(name("coupon_fee_0_1"), None);
    assert_eq!(name("coupon_fee_"), None);
    assert_eq!(name("coupon_fee_$n"), None);
    assert_eq!(name("coupon_id"), None);
    assert_eq!(name("total_fee_0"), None);
}

#[test]
fn messages_have_the_adapter_protocols_names() {
    for name in ["unifiedorder", "orderquery", "closeorder", "alipay.trade.page.pay", "alipay.trade.query"] {
        assert_eq!(message(name).map(Message::short), Some(name));
    }
    assert_eq!(message("wechat.unifiedorder").map(|message| message.id), Some("wechat.unifiedorder"));
    assert!(message("").is_none());
    assert!(message("refund").is_none());
}

#[test]
fn types_are_printed_as_the_providers_print_them() {
    let table = &message("unifiedorder").unwrap().table;
    let printed = |name: &str| table.find(name.as_bytes()).unwrap().1.printed_type();
    assert_eq!(printed("appid"), "String(32)");
    assert_eq!(printed("body"), "String(127..128)");
    assert_eq!(printed("total_fee"), "Int");
    assert_eq!(printed("time_start"), "String(14)");
}
