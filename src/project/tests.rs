//! The addresses of repositories against what Argo CD v3.5.1 recorded.

use super::repository::normalised;
use serde_json::Value;

const ADDRESSES: &str = include_str!("../../fixtures/conformance/project/addresses.jsonl");

#[test]
fn addresses_are_compared_as_in_argo_cd() {
    let mut wrong = Vec::new();
    for line in ADDRESSES.lines() {
        let case: Value = serde_json::from_str(line).expect("a case");
        let address = case["address"].as_str().expect("an address");
        let answer = normalised(address);
        if case["answer"] != answer {
            wrong.push(format!("{line}\n  answered {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
