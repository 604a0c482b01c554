//! The fixed RSA test keys of `alipay.md`, section 9.2, and the forms in which an adapter gets a key.
//!
//! They were made for the fact sheet alone and protect nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::{EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use serde_json::{Value, json};

/// One key pair: bare base64 of the PKCS#8 private key and of the SPKI public key.
#[derive(Clone, Copy)]
pub struct TestKey {
    /// `A`, `P` or `L`, as in `alipay.md`; `C` is ours.
    pub name: &'static str,
    private: &'static str,
    public: &'static str,
}

/// A container in which a private key travels (adapter protocol, "Conventions").
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// `pkcs8-pem` or `pkcs8-bare`.
    Pkcs8,
    /// `pkcs1-pem` or `pkcs1-bare`.
    Pkcs1,
}

impl TestKey {
    /// The private key, for signing.
    pub fn private_key(&self) -> rsa::PrivateKey {
        rsa::PrivateKey::from_pkcs8_der(&decode(self.private)).expect("a fixed test key")
    }

    /// The public key, for the tests.
    pub fn public_key(&self) -> rsa::PublicKey {
        rsa::PublicKey::from_public_key_der(&decode(self.public)).expect("a fixed test key")
    }

    /// DER of the public key's SubjectPublicKeyInfo.
    pub fn spki_der(&self) -> Vec<u8> {
        decode(self.public)
    }

    /// DER of the public key's PKCS#1 RSAPublicKey, the form that `ring` takes.
    pub fn pkcs1_public_der(&self) -> Vec<u8> {
        self.public_key().to_pkcs1_der().expect("a fixed test key").as_bytes().to_vec()
    }

    /// DER of the private key in a container.
    pub fn private_der(&self, container: Container) -> Vec<u8> {
        match container {
            Container::Pkcs8 => decode(self.private),
            Container::Pkcs1 => {
                let key = self.private_key().to_pkcs1_der().expect("a fixed test key");
                key.as_bytes().to_vec()
            }
        }
    }

    /// The key object of the adapter protocol, PEM: `{"format": "pkcs8-pem", "text": …}`.
    pub fn private_pem(&self, container: Container) -> Value {
        let (format, label) = match container {
            Container::Pkcs8 => ("pkcs8-pem", "PRIVATE KEY"),
            Container::Pkcs1 => ("pkcs1-pem", "RSA PRIVATE KEY"),
        };
        json!({"format": format, "text": pem(label, &self.private_der(container))})
    }

    /// As [`Self::private_pem`], the base64 body alone on one line.
    pub fn private_bare(&self, container: Container) -> Value {
        let format = match container {
            Container::Pkcs8 => "pkcs8-bare",
            Container::Pkcs1 => "pkcs1-bare",
        };
        json!({"format": format, "text": STANDARD.encode(self.private_der(container))})
    }

    /// The public key as `spki-pem`.
    pub fn public_pem(&self) -> Value {
        json!({"format": "spki-pem", "text": pem("PUBLIC KEY", &self.spki_der())})
    }

    /// The public key as `spki-bare`, which is what Alipay's site shows.
    pub fn public_bare(&self) -> Value {
        json!({"format": "spki-bare", "text": self.public})
    }

    /// The public key as `pkcs1-public-pem`.
    pub fn public_pkcs1_pem(&self) -> Value {
        json!({"format": "pkcs1-public-pem", "text": pem("RSA PUBLIC KEY", &self.pkcs1_public_der())})
    }
}

/// PEM with lines of 64 characters and a newline at the end (RFC 7468).
pub fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in body.as_bytes().chunks(64) {
        text.push_str(std::str::from_utf8(line).expect("base64 is ASCII"));
        text.push('\n');
    }
    text + &format!("-----END {label}-----\n")
}

fn decode(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64).expect("a fixed test key is base64")
}

/// Key A: the merchant's application key, 2048 bits.
pub const A: TestKey = TestKey {
    name: "A",
    private: "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDIALYMWLCO9h/3WIUnhLRE8eFe9Q9UYaYxkFmDjunHYt7mcfQroXsDvb8iTcQ1/xJqNnUIXx94Rf86zqZ7jnn4crLFocCFReZFQo+z3NWwNTGkLbaxnxUYJrbEzcJZJ+TvdloaOw31BphU2YnD5kVW6p/evqKp3nM5/hLSUt8gbjkd59NTZ31g1qCZqiZ3N/+9+M+uyJEtdtrFa+T/4KkQV4+h2ghJkKK3aCiXkyMq21Kv7fz6pNm7bJegKwGXQ2k3XkJocxvDegbXB+rIABv5+rkDthBD5bBYRg5h+7L8pfhWScHO+FUIQIaYG/qYz7usKzMDkL7KiyPLURzW324/AgMBAAECggEATv9o6MuHQZCZ47sFLSzPf4QCvt0Q5wWC/YTEtqAWWvkEjgVoqmsoCbxC6KvK2oEbpvRHmbzo0zriqznArIEEUEwNrN5NCtcnMygtVp/dj7ITH4Qm61WooVd5TZbwMwL8/FDFGiNFSgkG1kzui4BC1yfpabPm0C3bWYavrH+rPkVYLvK0LRnD9Ao1YiE97bMBCq4RF8u7kI+5s0NGl6Je7ZJNIyvm5WBckoLen3C/Sn6uAQhCsUpdn7/vuhC+vd1Os3vzG+PN+OBx4HGLGzmp+CJmYJOv9EyUtdFch74cfqIg4oMz3/12icubs7a7weBPMZ1R8ic/kYRN/gTCEJE8UQKBgQDuaWYAIhNGtqJoFFnCTM4O3vV6GHl6z2yKXmCxh1Tryv08kfG6dQMerS7nIDo6+3r1gKwsfeQ5huawwTxOgGmtcykQrVeYDXYO2Eg33mjB8jOKT8nTaC4KD405NJ4Cuzhm6vfgnEgZO1aLZdDjtUfkFM+/QdfoR+sgp0+zqNPMfQKBgQDWwe2mLXPtvdK8UysCIamK/hMt+JpBBx5T7uVxvv0+4isqC68pZ4nCHiB7LagngVdM3qeoy5TJUxsUmZUcwzlrN+ifryHTS4p1bMkJ/e+sSxorkW1y6hx5GtV9NX0igv1EePJc52+NCk6A1I5iBfcbwCLypPil2KUzALFJAYyuawKBgBR8+kcIpp9tEoffN9d6wjqE7pOPhuEG8kzxz11yQ9n/l8Ocxyk+5QW93EoAewCWm/p9FE6+gt5uuWR3NreIUYyWWPEV9HEctwiPjaU/d8EzDzrToISKb2pt67T+0JVrgW1Ww/aJd6izcLyKA2mOKp9vKmtFPUi45Xvo5PCLkagBAoGAbIH1qmYC0hd8F61J6LzLZi/zzuFyRvLqzuvAwFUIrbImrwrSSPBIeW0xaitqb/N5AZzqR239Ui+MWj8zSSIWq+bGwZACXjknzybU+Rh19a7InUTQcSR6mHIHdkkFXd+jSep2QpypDzEq8wrymfJ7pWjR/5l9DIbHCVsLOGDxDNsCgYBbjM9YUuLxv9pwivY+il396KsDnt28f7StQqpEOwyjbY/SwUtg7FVaDMHh/sSN9PtUCcQd9c+YW1/IrL89ICfQE8ZRv2OWE+Rw1E7sHIU1myD74UQtb11t9E0uKPmA6jghFMPCDWB3a7rVfoEEmzZNVdYMQA54ZElFST958Aq7Fw==",
    public: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyAC2DFiwjvYf91iFJ4S0RPHhXvUPVGGmMZBZg47px2Le5nH0K6F7A72/Ik3ENf8SajZ1CF8feEX/Os6me455+HKyxaHAhUXmRUKPs9zVsDUxpC22sZ8VGCa2xM3CWSfk73ZaGjsN9QaYVNmJw+ZFVuqf3r6iqd5zOf4S0lLfIG45HefTU2d9YNagmaomdzf/vfjPrsiRLXbaxWvk/+CpEFePodoISZCit2gol5MjKttSr+38+qTZu2yXoCsBl0NpN15CaHMbw3oG1wfqyAAb+fq5A7YQQ+WwWEYOYfuy/KX4VknBzvhVCECGmBv6mM+7rCszA5C+yosjy1Ec1t9uPwIDAQAB",
};

/// Key P: plays Alipay's platform key, 2048 bits.
pub const P: TestKey = TestKey {
    name: "P",
    private: "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDKO/HVA0DtCt4Sx5Q3tGe0B0208t1gjM6MLKZ8bQ3LvrJaMr7t7n444tZPcgglXc6H7i96JqhRxOcjX5SbfdEzsRwNTjln7WX3+wQEkm8eDgXKOeXMy7vgIfSZw9XcsLRotzr/XTZ5eRQPnbmYL4ZGcghmy2iorbTi7mR0AEhASaoR3JBs+ozQ6lk7xISfcd84zaci/avtdWJWMC95SLpRwCbkV/YZn5J/T6UHTc/asnRh8QSAbLL42dceLJe2r4LQV2YIRYK5LpE2nbRLUdwkhMQ8KrKgV7YdyD9HlTKF3/j5cajhWaQdVOEr1OPeg1g1IPy+GRfrcQs0g6cPLfmbAgMBAAECggEABVKIJ5yeTzhdMw4gzuNNZDLANZlVGjI0FwK8OJB/yUAlKxqKy9hEmid3wtkaPcfqPfzJ/LA0kQvz/IpXbuaXMU6uXlGthEt+YFH+GRPn6/KSh6MrP4Ip8tjx7XOp/TtPt2UBhUox7m1K8ESszcSMB1T/XTU22+zQBejtDxOy0xfd+YbHYgD13f5StY/8/E5EMPf9SyMzx8n6+2T4SbQ3nLoDRegOTpvc7gt5gZxSjYBlaqCw+q5a9C2CAt8TMztfZIVgRbWymUULliHCbXX6NTRXEm2JPl60agpVEjV3+PLsluBxlMsvVSxa7GDGLoYYQBtlpfJ8UWtd/dQxYqfnAQKBgQD9RijsmdRoVY7LgD5GiMSw3P4Am3V5Pc2NqYkMT4V7im9iiqyUiS9uL/YbN+yZEACeuLqGNoh6PDTYO4RFAzk0wRdLQc+c9cwJjFw4hXvhOBVvl82HBsztvZrVNZbEGRBBL43JqnIZxv2hTv+1FEj0QcFAtpfhw+0Jd/rAUx3dQwKBgQDMaSfeXYwKCiv0OIMDvpCcL7t8RPcF1YJfg1bMcYZBfPtGf+JTRrxSVbOb0OOu6/qLW10kQmQZA5Tg6DIbvSxMLPCNBL5IO10PRIjhh1HBOCsD2GZcpxYBfzxFD/Re/IenIqv/NXwQOJV0PHZJfdaYOZnGR126j9CPzrvWhQPAyQKBgQD61OYo1HxpS/qcjgifAEqTwnmIDm48Qbn2R2XkHEldPY/sbtxWSrr/jF5XPH6EZDXI+7g2vYFSVZgcYm0vj+6y0VyJesbrcv68ohafH4u9VDbeit/QjyqbdQEHkQgcc5oGhNsOU1CnOMztWXijVFCgHxMOTQeEXu69Rua+XFKiUwKBgQCZL+0a7gw2sezCt18n/TYudm8Q8DYXfyyXG7x+tk0g4uMEsG4Sbp5PLb7OdLtMqbg3m56vv7l4LYDzE9AJjbmW1M7pP7bCNwrEmF3kdh7EqK1D0nbT1LvfH1UxhIVkcefPT2KKfbCeD2mhlHYpGU8rAW/GclFBsOlh/FI0r7ZiUQKBgFKGT0ld6Ow+rN2JJv6mVmh+M0z7PsHQ6mTnlvwYDC9XnlmVqHXEYfsefDpzKx/TWGwDRiWKunGP+teAv0zUjkoKga9vGMp1bRdcZtXRfu8Bx8aCF8ggj5tFIZoX4sf2TZPUKaEoMC3acCQSU82kZMF6v/JdCCZ82HSu3i0rFF7H",
    public: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyjvx1QNA7QreEseUN7RntAdNtPLdYIzOjCymfG0Ny76yWjK+7e5+OOLWT3IIJV3Oh+4veiaoUcTnI1+Um33RM7EcDU45Z+1l9/sEBJJvHg4FyjnlzMu74CH0mcPV3LC0aLc6/102eXkUD525mC+GRnIIZstoqK204u5kdABIQEmqEdyQbPqM0OpZO8SEn3HfOM2nIv2r7XViVjAveUi6UcAm5Ff2GZ+Sf0+lB03P2rJ0YfEEgGyy+NnXHiyXtq+C0FdmCEWCuS6RNp20S1HcJITEPCqyoFe2Hcg/R5Uyhd/4+XGo4VmkHVThK9Tj3oNYNSD8vhkX63ELNIOnDy35mwIDAQAB",
};

/// Key L: a legacy key, 1024 bits.
pub const L: TestKey = TestKey {
    name: "L",
    private: "MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBANXYpzyTCOsRobjd+sKyRtirSK7TV0/Kyx/lWuQSk1UCpcaWu60BgUMZtXMeH231SoK+VKgCtq3b8IEOY2qx/g0pgywBW4LlWh7sKuTSKDO9J0vUs5Nr10hLdV9tl6VihHBLr4LtHVkJQUKjXf9o+WeYNl9zDRIll7nUJC9wVS4lAgMBAAECgYAA0oByHy6dmMfCajgYn47eLmptIaroR6NYUA11awzd+tCgXtwB4kuY8nRcKPV9+r96mTjCHKCPMpVOKbwAIQcVDBLD6qnVpOx3Qmc9evKuJrEvnhNI/Go5bDVru0qFignYPyMPEt3StEwHRDgz6qIrhE70C5fZFXo3+A9ockccUQJBAPQTxwSt40gVQ8PJmSTL5rU4fEMXjkPjH86Yt0CQZLP9yaeSEBtfW2Ce7M9Yzc7kbWUy0R7Bt79WpiyA7ncOxGMCQQDgStVQO4h+rlIl10FTzPZNr4Mc4g2WeGL38Qj5+jf8W7HVlRuHsDRk15qn3GusR55I4rBQVtsVsWKcFIRXL3XXAkAnEzN9cEk+tQjQQ2odFfetc4mRRCgmfioNbS2JTJSSrEKobR3fA/khEtBesZzhTnilBumrvt+n5jtcTJfgv6B5AkEAk2s8Jz7p6PGklrCThIPrw4W/dIVzjtnTmsl3L+5xS9Hs4cfeT2HWHg3D3d63eoWcGKW+Yx+jYe+0M4gcr71HAwJBAJHuwLrXoeeWV4B+9ZJzCtKK9ImGa7mlFwvz5X4JDg/IapJ6weAub4SwVtBGq9rXHPq85xxFChjMkjQ0Ed70s+A=",
    public: "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDV2Kc8kwjrEaG43frCskbYq0iu01dPyssf5VrkEpNVAqXGlrutAYFDGbVzHh9t9UqCvlSoArat2/CBDmNqsf4NKYMsAVuC5Voe7Crk0igzvSdL1LOTa9dIS3VfbZelYoRwS6+C7R1ZCUFCo13/aPlnmDZfcw0SJZe51CQvcFUuJQIDAQAB",
};

/// Key C: 2048 bits with the public exponent 3, made for the forgeries that a cube root gives (`alipay::padding`).
pub const C: TestKey = TestKey {
    name: "C",
    private: "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDLNPk9nOR1ukNXCCuoCj9do6y/ujghudf/65A0TPHiOGtX1nffP2QKY7JtFMchp2TJGGDIuTkPAP42Ts8AkuGMAa8fl2yfBmv1zP2lOpbgS4RVMWnT8FCSYzyBfOEEd/8I5eBRkstwcNyYavKB3dpkr1UQjRvKrybP+gLxWQOs9ephwtMtUEkWL+9/6rIade1f1nYqnIMoX9d//gs3KHvDN9HGB65sgDUdbCQSgCaqDulTUdPkNzwcTrWmL56STznh3cdqvJ164MW1tUovxF8E7/gMzDd8qbC2g2mgt+vd2Zn9DuDLLMG8muP2AuotYkvjeRwBfI34x9a03bGVlUX7AgEDAoIBAQCHeKYpE0L5JtePWsfFXCo+bR3VJtAWe+VVR7V4M0vsJZzlOaU/f5gG7SGeDdoWb5iGEECF0NC0q1QkNIoAYeuyq8oVD52/WZ1OiKkY0bnq3QLjdkaNSuBhl32rqJYC+qoF7pWLtzJK9ehlnKGr6TxDH44LCL0xyhnf/AH2O1fIosEVGbxLOlzlGU1DXCsUqxZwmS7rx/3wzYgbqvR5X/CEuUdudC3B4JG6qEBWAt2dFL7mCndrj/jivkfjcsGTSJ8eOiw/kRd8Kzx39P1kghVSHZTAdq5NcTqZhTtqqKmJ4qcTAnPvFxHMmNjoPppOXB93nwG9aUzriaV1o/OJxnzbAoGBAPALC+h3TVwtQyKk8R2YLayiPjIfoPNaOzhDjqJukUgY1hIIkPFrwb1PP1UzGSEkrkD8M+7/J4vdMMJW4Jz5GDuM9ZLDx2VrCxp+yMc82tqlEcKF6SyhniUTasfch0NW9ifcE99cYBHC12qcKxByN4ZTOOoyklqt8UC25g0VNO3nAoGBANi3EFBFK2GRRtj171PjR58Usn2pT5Lk8FMS7voSh0rjS9SXyHhd7Z02MG5eYrkZwYn+DjHDt7rrAId6It88Sg+nkPJHm5TVlNCC/QbcJmRksdZmMQVm4bO80MikM6o4D3eEd1OIKhVG3jP9efJFoJZc0a8yzD/piB3NgbcxtpzNAoGBAKAHXUWk3j1zghcYoL5lc8hsKXa/wKI8J3rXtGxJtjAQjrawYKDygSjff44iEMDDHtX9d/SqGl0+IIGPQGimECezTmHX2kOcshGp2y995zxuC9cD8MhrvsNiRy/oWizkpBqSt+o9lWEsj5xoHLWhelmM0JwhtuceoNXPRAi4zfPvAoGBAJB6CuAuHOu2LztOn41CL79jIakbimHt9Yy3SfwMWjHs3ThlMFA+nmjOyvQ+7HtmgQapXsvXz9HyAFpRbJTS3ApvtfbaZ7iOYzWsqK89bu2Ydo7uy1jvQSJ94IXCzRwlX6UC+jewHA4vPs1TpqGDwGQ94R93MtVGWr6JASTLzxMzAoGBAI6EueJR/xDd3cfCWKHzFogRRvUULcUgThxe8JxZm1h4X7++x7JfNKW9Wgtpk2ggTmx4l3QPjoZNI1rCz4cnFSVcKbhnvZQd4DjWVIZTgJj4DG6A//XKcx1Ur/h0NpT8Q9dDeC3Tafc/G8sa52NFZ0JzzPxPuxABdZRQmal8bvjg",
    public: "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAyzT5PZzkdbpDVwgrqAo/XaOsv7o4IbnX/+uQNEzx4jhrV9Z33z9kCmOybRTHIadkyRhgyLk5DwD+Nk7PAJLhjAGvH5dsnwZr9cz9pTqW4EuEVTFp0/BQkmM8gXzhBHf/COXgUZLLcHDcmGrygd3aZK9VEI0byq8mz/oC8VkDrPXqYcLTLVBJFi/vf+qyGnXtX9Z2KpyDKF/Xf/4LNyh7wzfRxgeubIA1HWwkEoAmqg7pU1HT5Dc8HE61pi+ekk854d3HarydeuDFtbVKL8RfBO/4DMw3fKmwtoNpoLfr3dmZ/Q7gyyzBvJrj9gLqLWJL43kcAXyN+MfWtN2xlZVF+wIBAw==",
};

/// All test keys.
pub const ALL: [TestKey; 4] = [A, P, L, C];
