//! The fixed vector: every byte of it is promised to other implementations.

use super::super::*;
use crate::canonical;

const CHANGE: &str = "sha256:1be9a74a655dd0b3f54ad94a3847f5363286fe8ba462d6d81aea915382184768";
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILFU4Jjlr2UAAloEggRMvBvgMCuXMxvJ6ccCSOVoFCwx";
const SIGNATURE: &str = "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgsVTgmOWvZQACWgSCBEy8G+AwK5czG8npxwJI5WgULDEAAAAXY291bnRlcnNpZ24tYXBwcm92YWwtdjEAAAAAAAAABnNoYTUxMgAAAFMAAAALc3NoLWVkMjU1MTkAAABAVsY5ep3Z7hnkvnUkWQ69KHK4D+vxqCzDPORIKagat5vIJ6lcV8R1HXISmwTRiip/oZSpHgjz/B6QfELGSyYiBg==";
const PAYLOAD: &str = concat!(
    r#"{"_type":"https://in-toto.io/Statement/v1","predicate":{"about":null,"at":"2026-07-01T09:30:00Z","chain":null,"#,
    r#""contributors":[{"commits":["1111111111111111111111111111111111111111"],"person":"gus"}],"decision":"approve","person":"ada","#,
    r#""policy":{"kernel":"sha256:6923dd1bc0460082c5d55a831908c24a282860b7f1cd6c2b79cf1bc8857c639c","scope":"sha256:5f161c9149882e0e10124bc5dd5c11f0fbe8ec452edd52bcec76b01e9252cb33"},"#,
    r#""reason":"","repository":"northwind/claims-voice","role":"claims_head","seen":{"base":"0000000000000000000000000000000000000000","head":"1111111111111111111111111111111111111111"},"#,
    r#""shown":"sha256:baaf53622a51d975235f276287bdc1b64aa4640c77142cbca076877d9eac6815","supersedes":[],"target":"refs/heads/main"},"#,
    r#""predicateType":"urn:countersign:approval:v1","subject":[{"digest":{"sha256":"1be9a74a655dd0b3f54ad94a3847f5363286fe8ba462d6d81aea915382184768"},"name":"change"}]}"#,
);

pub(super) fn approval() -> Approval {
    let digest = |text: &str| format!("sha256:{}", canonical::sha256_hex(text.as_bytes()));
    Approval {
        about: None,
        at: Instant::parse("2026-07-01T09:30:00Z").unwrap(),
        chain: None,
        contributors: vec![SignedContributor { commits: vec!["1".repeat(40)], person: "gus".into() }],
        decision: Decision::Approve,
        person: "ada".into(),
        policy: PolicyDigests { kernel: digest("kernel"), scope: digest("scope") },
        reason: String::new(),
        repository: "northwind/claims-voice".into(),
        role: "claims_head".into(),
        seen: Seen { base: "0".repeat(40), head: "1".repeat(40) },
        shown: digest("shown"),
        supersedes: vec![],
        target: "refs/heads/main".into(),
    }
}

pub(super) fn signed() -> Vec<u8> {
    envelope::join(PAYLOAD.as_bytes(), Some(&wire::base64(SIGNATURE).unwrap()))
}

#[test]
fn the_payload_is_written_byte_for_byte() {
    let written = payload(CHANGE, &approval()).unwrap();
    assert_eq!(String::from_utf8(written.clone()).unwrap(), PAYLOAD);
    assert_eq!(written.len(), 880);
    assert_eq!(
        canonical::sha256_hex(&written),
        "58d44f005082b8b2efce396e6fd8b91fea51cc8e532b38ec6139b0e59becf6e1"
    );
}

#[test]
fn the_signed_bytes_are_the_pre_authentication_encoding() {
    let encoded = pre_authentication(PAYLOAD.as_bytes());
    assert_eq!(encoded.len(), 923);
    assert_eq!(
        canonical::sha256_hex(&encoded),
        "d63ccf1e080901343c7bb33989b0357cafb5bc855af0b2a93a9d59e2c2184a80"
    );
}

#[test]
fn the_statement_is_read_with_its_key() {
    let statement = read(&signed()).unwrap();
    assert_eq!(statement.key, KEY);
    assert_eq!(statement.subject, CHANGE);
    assert_eq!(statement.approval, approval());
    assert_eq!(statement.digest, "sha256:58d44f005082b8b2efce396e6fd8b91fea51cc8e532b38ec6139b0e59becf6e1");
    assert_eq!(
        file_name(&statement),
        "governance/approvals/1be9a74a655dd0b3f54ad94a3847f5363286fe8ba462d6d81aea915382184768/ada.58d44f005082.json"
    );
}

#[test]
fn another_namespace_is_refused() {
    for namespace in ["git", RECORD_NAMESPACE, "countersign-approval-v", ""] {
        let refused = verify(&signed(), namespace).unwrap_err();
        assert_eq!(refused.reason, "bad-signature", "{namespace}");
    }
}

#[test]
fn the_armour_is_that_of_ssh_keygen() {
    let binary = wire::base64(SIGNATURE).unwrap();
    let armour = sshsig::armour(&binary);
    let mut lines = armour.lines();
    assert_eq!(lines.next(), Some("-----BEGIN SSH SIGNATURE-----"));
    assert_eq!(lines.next().map(str::len), Some(70));
    assert_eq!(sshsig::unarmour(&armour), Some(binary.clone()));
    assert_eq!(sshsig::unarmour(&armour.replace('\n', "\r\n")), Some(binary));
    let message = pre_authentication(PAYLOAD.as_bytes());
    let key = sshsig::verify_armoured(&armour, APPROVAL_NAMESPACE, &message).unwrap();
    assert_eq!(key.to_string(), KEY);
    for bad in [format!("x{armour}"), format!("{armour}x"), armour.replace("END", "FIN"), String::new()] {
        assert_eq!(sshsig::unarmour(&bad), None);
    }
}
