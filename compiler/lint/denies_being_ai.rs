//! Law in several places, and every caller, asks that an agent never claims to be a person.

use std::sync::LazyLock;

use regex::Regex;

use crate::kind::Kind;

use super::{Context, Findings, Lint, orders};

/// A prompt tells the agent to deny being an AI, or to claim to be a person.
pub static LINT: Lint =
    lint!("denies-being-ai", Deny, Disclosure, "A prompt tells the agent to pass as a person.", check)
        .needs_repository()
        .woken_by(|change| change.kind == Kind::Prompt)
        .never_waived();

/// Orders to hide what the agent is, or to claim what it is not. English only.
static ORDERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let ai = r"(?:ai|a\.i\.|artificial intelligence|automated|bot|chatbot|robot|machine|computer|virtual assistant|language model|llm)";
    let person = r"(?:person|human|people)";
    let noun = r"(?:person|human|being|woman|man|nurse|doctor|agent|advis[eo]r|colleague|employee|clerk|operator|representative)";
    let teller = r"(?:say|claim|insist|pretend|assert|respond|answer|reply|(?:make|let)\b[^.\n]{0,30}\b(?:believe|think)|tell (?:them|him|her|callers|users|customers|people|the (?:caller|user|customer)))";
    let asked = r"\b(?:whether|if|are) (?:you|this|it|they|she|he|i)\b[^.\n]{0,30}";
    let reply = r"\b(?:say|answer|reply|respond|tell (?:them|him|her|the caller|callers))\b[^\w.\n]{0,4}(?:with )?[\x22'“‘]?";
    let start = r"(?m)(?:^|[.!?:]\s+|[-*•>]\s+|[\x22“]|\band\s+)";
    let real = r"(?:real|live|actual|genuine|human)";
    let patterns = [
        // Never admit that you are an AI; never let callers know that they talk to one.
        format!(
            r"\b(never|do not|don['’]t|must not|avoid|refuse to)\b(?<nor>[^.\n]{{0,40}})\b(say|admit|reveal|disclose|mention|tell|confirm|acknowledge|let)\b(?<not>[^.\n]{{0,40}})\b(?:(?:you|it|this|they)(?: are| is|['’]re|['’]s)?(?: (?:talk|speak)(?:ing)?)?(?: (?:to|with))?|being|your(?: own)? nature as|your status as) (?:an? |the )?(?:only |just |really |actually )?{ai}\b"
        ),
        // Hide the fact that you are automated.
        format!(
            r"\b(deny|conceal|hide)\b[^.\n]{{0,40}}\b(being|that you are|you['’]re|the fact)\b(?<not>[^.\n]{{0,40}})\b{ai}\b"
        ),
        // Tell callers that you are a real person.
        format!(
            r"\b{teller}\b(?<not>[^.\n]{{0,30}})\b(?:you are|you['’]re|to be|i am|i['’]m) (?:a )?(?:real |live |human |actual )*{person}\b(?<else> (?:resources|rights|factors))?"
        ),
        // Say that you are not a robot.
        format!(
            r"\b{teller}\b(?<nor>[^.\n]{{0,30}}?)\b(?:you are|you['’]re|i am|i['’]m) not (?:an? )?(?:only |just )?{ai}\b"
        ),
        // You are Alex, a real person.
        format!(
            r"{start}(?:you(?: are|['’]re)|i(?: am|['’]m))(?<not>(?: [\w'’-]+,?){{0,3}}?) (?:an? )?(?:(?:{real} )+{noun}\b|human(?: being)?\s*(?:[.,;!]|$))"
        ),
        // If asked whether you are a robot, say no.
        format!(
            r"{asked}\b{ai}\b(?<not>[^.\n]{{0,40}}?)(?:{reply}(?:no\b(?<else> (?:more|less|other|longer|doubt))?|that you are not|you(?: are|['’]re) not|i am not|i['’]m not)|\bdeny (?:it|that|this)\b)"
        ),
        // If asked whether you are a person, say yes.
        format!(r"{asked}\b{person}\b(?<not>[^.\n]{{0,40}}?){reply}(?:yes|of course)\b"),
    ];
    let read = |pattern: &String| Regex::new(&format!("(?i){pattern}")).expect("the pattern is well formed");
    patterns.iter().map(read).collect()
});

fn check(context: &Context<'_>, out: &mut Findings) {
    orders::find(context, &ORDERS, |prompt, at, words| {
        let text = format!("`{}` tells the agent to pass as a person", prompt.artifact.id.name);
        let finding = LINT.at(at, text).label(format!("\"{words}\""));
        out.push(finding.because(prompt.artifact.id.at, "governed here").help(
            "take it out, and say the opposite: callers are told that they speak with an automated assistant",
        ));
    });
}
