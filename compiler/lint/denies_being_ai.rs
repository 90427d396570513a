//! Law in several places, and every caller, asks that an agent never claims to be a person.

use super::{Context, Findings, Lint, prompts};

/// A prompt tells the agent to deny being an AI, or to claim to be a person.
pub static LINT: Lint =
    lint!("denies-being-ai", Deny, Disclosure, "A prompt tells the agent to pass as a person.", check)
        .needs_repository()
        .never_waived();

/// Orders to hide what the agent is, or to claim what it is not. English only.
const ORDERS: &[&str] = &[
    r"(?i)\b(never|do not|don't|must not|avoid|refuse to)\b[^.\n]{0,40}\b(say|admit|reveal|disclose|mention|tell|confirm|acknowledge|identify|let)\b[^.\n]{0,60}\b(an? )?(ai|a\.i\.|artificial intelligence|automated|bot|chatbot|robot|machine|virtual assistant|language model|llm)\b",
    r"(?i)\b(deny|conceal|hide)\b[^.\n]{0,40}\b(being|that you are|you're|the fact)\b[^.\n]{0,40}\b(ai|artificial|automated|bot|robot|machine|language model)\b",
    r"(?i)\b(say|claim|insist|pretend|assert|respond|answer|tell (them|callers|users|customers|people))\b[^.\n]{0,30}\b(you are|you're|to be|i am|i'm)\b (a )?(real |live |human |actual )*(human|person|people)\b",
];

fn check(context: &Context<'_>, out: &mut Findings) {
    prompts::find(context, ORDERS, |prompt, at, words| {
        let text = format!("`{}` tells the agent to pass as a person", prompt.artifact.id.name);
        let finding = LINT.at(at, text).label(format!("\"{words}\""));
        out.push(finding.because(prompt.artifact.id.at, "governed here").help(
            "take it out, and say the opposite: callers are told that they speak with an automated assistant",
        ));
    });
}
