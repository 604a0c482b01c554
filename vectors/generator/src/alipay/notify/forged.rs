//! Signatures that only a careless PKCS#1 v1.5 verifier accepts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use serde_json::json;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha384, Sha512};

use super::super::fixtures::{notification, notification_no, verifier};
use super::super::padding::{DIGEST_INFOS, exponentiate, faulty_blocks, fixed, forgeries, missing_null, padded};
use super::{Form, genuine, policy, refused};
use crate::canonical::EmptyValues;
use crate::keys::{C, P};
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

const SIZE: usize = 256;

pub(super) fn suite() -> Suite {
    let form = notification_no(4);
    let string = form.message_string(EmptyValues::Kept);
    let with = |block: &[u8]| form.clone().with_sign(&STANDARD.encode(exponentiate(&P, block)), "RSA2");
    let hashes: Vec<Test> = DIGEST_INFOS
        .iter()
        .filter(|(name, _)| *name != "sha256")
        .map(|(name, info)| {
            let hash = match *name {
                "md5" => Md5::digest(&string).to_vec(),
                "sha1" => Sha1::digest(&string).to_vec(),
                "sha224" => Sha224::digest(&string).to_vec(),
                "sha384" => Sha384::digest(&string).to_vec(),
                _ => Sha512::digest(&string).to_vec(),
            };
            let about = format!(
                "A well-formed signature whose DigestInfo names {name}: the hash is RSA2's, not the signature's choice."
            );
            refused(&format!("forged-hash-{name}"), &about, &with(&padded(&[info, &hash[..]].concat(), SIZE)))
                .clauses(["ALI-VER-3"])
                .attacks(["S10"])
                .flags(["wrong-digest"])
        })
        .collect();
    let blocks: Vec<Test> = faulty_blocks(&string, SIZE)
        .into_iter()
        .map(|(id, what, block)| {
            let about =
                format!("The encoded message has {what}; it must be compared as a whole with the one that is right.");
            refused(&format!("forged-block-{id}"), &about, &with(&block))
                .clauses(["ALI-VER-3"])
                .attacks(["S16"])
                .flags(["padding-not-compared"])
        })
        .collect();
    Suite::new("alipay/notify-sign-forged", "alipay.notify", "The encoded message of PKCS#1 v1.5 is compared byte for byte, never parsed.")
        .group(
            Group::new("The right block, and one that old standards allowed.", verifier())
                .test(genuine("forged-none", "The block as it should be.", &form.clone().signed()).clauses(["ALI-VER-3"]).flags(["padding-not-compared"]))
                .test(
                    policy("forged-missing-null", "A DigestInfo without the NULL. Acceptable: old standards allowed it; comparing exactly is simpler.", &with(&missing_null(&string, SIZE)))
                        .clauses(["ALI-VER-3"])
                        .attacks(["S17"])
                        .flags(["padding-not-compared"]),
                ),
        )
        .group(Group::new("Another hash in the DigestInfo.", verifier()).all(hashes))
        .group(Group::new("One fault in the block, made with the private key.", verifier()).all(blocks))
        .group(
            Group::new(
                "Forgeries without the private key, by a cube root, under a key with the exponent 3.",
                json!({"public_key": C.public_pem(), "sign_type": "RSA2"}),
            )
            .all(cube_roots()),
        )
}

/// The first notification, by its number, for which every forgery exists.
fn cube_roots() -> Vec<Test> {
    let (form, found) = (0..64)
        .map(|n| notification().set("notify_id", format!("20260101002221201040123456{n:08}")))
        .find_map(|form: Form| {
            let found = forgeries(&form.message_string(EmptyValues::Kept), SIZE)?;
            Some((form, found))
        })
        .expect("every fourth notification will do");
    let control = policy(
        "forged-cube-control",
        "The genuine signature under the same key. Acceptable: a policy may refuse the exponent.",
        &form.clone().signed_by(&C, RsaScheme::Rsa2),
    )
    .clauses(["ALI-VER-3"])
    .attacks(["K10"])
    .flags(["short-key"]);
    std::iter::once(control)
        .chain(found.into_iter().map(|(id, overlooked, root)| {
            let about = format!("Forged without the private key for a verifier that overlooks {overlooked}.");
            refused(
                &format!("forged-cube-{id}"),
                &about,
                &form.clone().with_sign(&STANDARD.encode(fixed(&root, SIZE)), "RSA2"),
            )
            .clauses(["ALI-VER-3"])
            .attacks(["S16"])
            .flags(["padding-not-compared"])
        }))
        .collect()
}
