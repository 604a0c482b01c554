//! Serial numbers of certificates, as certificate mode sends them: `app_cert_sn` and `alipay_root_cert_sn`
//! (ALI-KEY-5, ALI-KEY-6). Nothing here judges a certificate: neither its chain nor its dates.

use md5::{Digest as _, Md5};
use rsa::BoxedUint;
use x509_cert::Certificate;
use x509_cert::der::oid::ObjectIdentifier;

use crate::finding::{Refusal, code};

/// The algorithms whose roots count: RSA's with any hash (ALI-KEY-6). SM2 and elliptic curves do not.
const RSA_SIGNATURES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1");

/// `app_cert_sn`: of the application's certificate, or `alipay_cert_sn` of Alipay's. Of several certificates in one
/// file the first counts. 32 lower-case hexadecimal digits.
///
/// # Errors
/// `certificate-unreadable`.
pub fn serial_number(pem: &str) -> Result<String, Refusal> {
    let certificates = read(pem)?;
    certificates.first().map(of_one).ok_or(Refusal::new(code::CERTIFICATE_UNREADABLE))
}

/// `alipay_root_cert_sn`: of every root that is signed by RSA, in the order of the file, joined by `_`.
///
/// # Errors
/// `certificate-unreadable`, also if no root counts.
pub fn root_serial_number(pem: &str) -> Result<String, Refusal> {
    let numbers: Vec<String> = read(pem)?
        .iter()
        .filter(|certificate| certificate.signature_algorithm().oid.parent() == Some(RSA_SIGNATURES))
        .map(of_one)
        .collect();
    if numbers.is_empty() { Err(Refusal::new(code::CERTIFICATE_UNREADABLE)) } else { Ok(numbers.join("_")) }
}

/// MD5 of the issuer's name, last part first and joined by commas, and the serial number in decimal.
fn of_one(certificate: &Certificate) -> String {
    let body = certificate.tbs_certificate();
    let serial = BoxedUint::from_be_slice_vartime(body.serial_number().as_bytes()).to_string_radix_vartime(10);
    let hash = Md5::new().chain_update(body.issuer().to_string()).chain_update(serial).finalize();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The certificates of a PEM file. Text between them, as OpenSSL writes it, is skipped.
fn read(pem: &str) -> Result<Vec<Certificate>, Refusal> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let unreadable = Refusal::new(code::CERTIFICATE_UNREADABLE);
    let mut certificates = Vec::new();
    let mut rest = pem;
    while let Some(begin) = rest.find(BEGIN) {
        let end = begin + rest[begin..].find(END).ok_or(unreadable)? + END.len();
        certificates.extend(Certificate::load_pem_chain(&rest.as_bytes()[begin..end]).map_err(|_| unreadable)?);
        rest = &rest[end..];
    }
    Ok(certificates)
}
