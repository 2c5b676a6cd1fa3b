//! `cora domain`, as a person uses it before they write a rule.

use std::process::{Command, Output};

use serde_json::{Value, json};

fn domain(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cora")).arg("domain").args(arguments).output().unwrap()
}

fn answer(arguments: &[&str]) -> Value {
    let output = domain(arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn codes(domain: &Value) -> Vec<&str> {
    domain["advice"].as_array().unwrap().iter().filter_map(|advice| advice["code"].as_str()).collect()
}

#[test]
fn a_companys_name_can_be_claimed() {
    let answer = answer(&["inspect", "--json", "acme.co.uk", "mail.acme.co.uk"]);
    let [acme, mail] = [&answer["domains"][0], &answer["domains"][1]];
    assert_eq!(acme["class"], "company");
    assert_eq!(acme["publicSuffix"], "co.uk");
    assert_eq!(acme["registrable"], "acme.co.uk");
    assert_eq!(codes(acme), ["claimable"]);
    assert_eq!(mail["registrable"], "acme.co.uk");
    assert_eq!(codes(mail), ["below_registrable"]);
}

#[test]
fn c11_what_belongs_to_nobody_is_advised_against() {
    let names = ["gmail.com", "mailinator.com", "onmicrosoft.com", "tenant.onmicrosoft.com", "amazonaws.com"];
    let answer = answer(&[&["inspect", "--json"], &names[..]].concat());
    let advice: Vec<Vec<&str>> = answer["domains"].as_array().unwrap().iter().map(codes).collect();
    assert_eq!(
        advice,
        [
            vec!["public_provider"],
            vec!["disposable"],
            vec!["public_suffix"],
            vec!["claimable"],
            vec!["claimable", "wildcard_too_wide"],
        ]
    );
    assert_eq!(answer["domains"][2]["registrable"], Value::Null);
}

#[test]
fn c10_a_name_that_looks_like_another_is_told() {
    // The first two letters of the second name are Cyrillic.
    let answer = answer(&["inspect", "--json", "paypal.com", "раypal.com"]);
    let [real, false_one] = [&answer["domains"][0], &answer["domains"][1]];
    assert_eq!(real["skeleton"], false_one["skeleton"]);
    assert_eq!(false_one["looksLike"], json!(["paypal.com"]));
    assert_eq!(false_one["unicode"], "раypal.com");
    assert_eq!(false_one["mixedScript"], true);
    assert_eq!(codes(false_one), ["claimable", "mixed_script", "confusable"]);
}

#[test]
fn the_text_says_the_same_for_people() {
    let output = domain(&["inspect", "acme.example", "gmail.com"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let expected = "\
acme.example
  class               company
  public suffix       example
  registrable domain  acme.example
  Unicode form        acme.example
  skeleton            acrne.exarnple
  mixed script        no
  [claimable] An organization can claim it: `acme.example` matches only this name, `*.acme.example` matches every name below it.

gmail.com
  class               public_provider
";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn every_argument_that_is_no_name_is_reported_and_none_is_shown() {
    let output = domain(&["inspect", "acme.example", "ana@acme.example", "com"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let report: Value = serde_json::from_slice(&output.stderr).unwrap();
    let issues = report["issues"].as_array().unwrap();
    let places: Vec<(&str, &str)> =
        issues.iter().filter_map(|issue| Some((issue["path"].as_str()?, issue["code"].as_str()?))).collect();
    assert_eq!(places, [("/1", "invalid_domain"), ("/2", "invalid_domain")]);
    assert!(!String::from_utf8_lossy(&output.stderr).contains("ana@"));
}

#[test]
fn the_lists_have_dates_and_entries() {
    let answer = answer(&["lists", "--json"]);
    let lists = answer["lists"].as_array().unwrap();
    assert_eq!(lists.len(), 6);
    for list in lists {
        assert!(list["entries"].as_u64().unwrap() > 0 && list["date"].as_str().unwrap().starts_with("20"), "{list}");
    }
    let text = String::from_utf8(domain(&["lists"]).stdout).unwrap();
    assert!(text.contains("disposable_domains") && text.contains("Unicode"), "{text}");
}
