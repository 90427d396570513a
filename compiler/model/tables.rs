//! The clauses of every item kind: the one place that says what a policy may say.
//!
//! The compiler reads files against these tables, and the messages that name what fits are
//! printed from them.

use super::clause::Times::{Any, Maybe, Once, Some as AtLeastOnce};
use super::clause::{ItemKind, Row, allow, item, row, with_body};
use super::governance::tables as governance;

/// Items that only the library has: what they say is told to people and binds nobody.
pub(super) static LIBRARY_ITEMS: &[ItemKind] =
    &[item("wording", "NAME", Some(WORDING), "words that make a rule of a prompt weaker")];

static WORDING: &[Row] = &[
    row("weaker", "[TEXT] for TEXT", Any, "words that ask for less than the one"),
    row("lost", "[TEXT]", Any, "words of a prohibition"),
    row("hedge", "[TEXT]", Any, "words that leave it to the reader"),
];

/// Lists every item kind that a policy may have, in the order of the reference.
pub(super) fn items() -> impl Iterator<Item = &'static ItemKind> + Clone {
    ITEMS.iter().chain(governance::ITEMS)
}

static ITEMS: &[ItemKind] = &[
    item("edition", "NUMBER", None, "the edition of the language; the first item of a policy"),
    item("use", "MODULE", None, "takes in a module of the standard library"),
    item(
        "organization",
        "NAME TEXT",
        Some(ORGANIZATION),
        "whose policy this is and which branches it judges",
    ),
    item("person", "NAME (TEXT)?", Some(PERSON), "someone who writes or signs"),
    item("bot", "NAME (TEXT)?", Some(BOT), "an automation account and the person who answers for it"),
    item("role", "NAME (TEXT)?", Some(ROLE), "who may exercise an authority, and when"),
    item("supplier", "NAME (TEXT)?", Some(SUPPLIER), "a company that provides a part of a system"),
    item("system", "NAME TEXT", Some(SYSTEM), "a governed system: what it is and where its values live"),
    item("format", "NAME (TEXT)?", Some(FORMAT), "where values live in a well-known kind of file"),
    item("rule", "NAME (TEXT)?", Some(RULE), "what a change must have"),
    item("otherwise", "", Some(OTHERWISE), "what a change must have that no rule matches"),
    item(
        "exception",
        "NAME (TEXT)?",
        Some(EXCEPTION),
        "what stands in for some rules, for some changes, until a day",
    ),
    item("emergency", "", Some(EMERGENCY), "how a value that was approved before is restored at once"),
    item("invariant", "NAME (TEXT)?", Some(INVARIANT), "what must be true of every touched system"),
    item("evidence", "NAME (TEXT)?", Some(EVIDENCE), "a report that a rule may ask for"),
    item("test", "TEXT", Some(TEST), "a story with the verdict that it must get"),
    item("models", "NAME (TEXT)?", Some(MODELS), "how a platform writes the ids of its models"),
    item(
        "catalogue",
        "NAME TEXT",
        Some(governance::CATALOGUE),
        "the ids of a standard or a law, or the parts of a chain",
    ),
];

static ORGANIZATION: &[Row] = &[
    row("repository", "TEXT", Once, "the name that approvals and records carry"),
    row("scope", "TEXT", Once, "what the policy is about, in words"),
    row("covers", "[SYSTEM]", Once, "the systems it governs: all that the policy declares"),
    row("serves", "[CODE]", Maybe, "the jurisdictions it serves"),
    row(
        "targets",
        "[TEXT]",
        Maybe,
        "branches that are judged; the first is the primary; default `[\"main\"]`",
    ),
    row("commits", "signed", Maybe, "commits that contribute must carry a verified signature"),
    row("records", "signed by BOT", Maybe, "the bot whose key signs change-approval records"),
    allow(),
];

static PERSON: &[Row] = &[
    row("email", "TEXT", AtLeastOnce, "an address that commits carry"),
    row("github", "TEXT", Maybe, "the GitHub login"),
    row("gitlab", "TEXT", Maybe, "the GitLab login"),
    row("key", "TEXT (from DATE)? (until DATE)?", Any, "an SSH public key that signs"),
    row("until", "DATE", Maybe, "the last day; people are ended, never deleted"),
    allow(),
];

static BOT: &[Row] = &[
    row("email", "TEXT", AtLeastOnce, "an address that commits carry"),
    row("github", "TEXT", Maybe, "the GitHub login"),
    row("key", "TEXT (from DATE)? (until DATE)?", Any, "an SSH public key that signs"),
    row("operator", "PERSON", Once, "who answers for it, and contributes wherever it does"),
    allow(),
];

static ROLE: &[Row] = &[
    row("members", "[PERSON (from DATE)? (until DATE)?]", Once, "who holds it, with the first and last day"),
    row("delegates", "[PERSON] (from DATE)? until DATE", Any, "who stands in until that day"),
    allow(),
];

static SUPPLIER: &[Row] = &[
    row("provides", "[PART]", Once, "the parts of the chain it provides"),
    row("owner", "ROLE", Once, "the role that answers for the relation"),
    row("regions", "[CODE]", Maybe, "where it processes"),
    row("retains", "(nothing|DURATION)", Maybe, "how long it keeps what it gets"),
    row("training", "(yes|no)", Maybe, "whether it trains on what it gets"),
    row("assurance", "TEXT until DATE", Any, "a report on the supplier and the day it lapses"),
    row("entity", "TEXT (in CODE)?", Maybe, "the company that signs, and where it is"),
    row("notice", "DURATION", Maybe, "how long before a change of a model it tells"),
    row(
        "agreement",
        "AGREEMENT TEXT (until DATE)?",
        Any,
        "a contract such as `dpa` or `baa`, and its last day",
    ),
    row("subprocessors", "[SUPPLIER]", Maybe, "whom it passes data on to"),
    row("answers", "for [CONTROL]", Maybe, "the controls that are its part of the work"),
    row("shares", "[CONTROL]", Maybe, "the controls that are partly its, partly ours"),
    allow(),
];

static SYSTEM: &[Row] = &[
    row("purpose", "TEXT", Once, "what it is for"),
    row("owner", "ROLE", Once, "the role that owns it; rules call it `owner`"),
    row("risk", "LEVEL", Maybe, "how much is at stake; rules may select by it"),
    row("serves", "[CODE]", Maybe, "the jurisdictions it serves"),
    row("handles", "[CATEGORY]", Maybe, "the categories of data it handles"),
    row("suppliers", "[SUPPLIER as PART]", Maybe, "who provides which part of the chain"),
    with_body(
        "stage",
        "PART (by SUPPLIER)?",
        governance::STAGE,
        "a step of the chain: who, where, under what",
    ),
    row("without", "PART because TEXT", Any, "a step of the chain that there is not"),
    row("acts", "as [CAPACITY]", Maybe, "the roles in law that the organization has for it"),
    row("is", "(not)? [GATE]", Any, "answers to the questions on which law turns"),
    with_body("decides", "NAME", governance::DECISION, "a decision that it takes without a person"),
    Row {
        word: "assessment",
        head: "TEXT reviewed DATE (every DURATION)?",
        times: Maybe,
        body: Some(governance::ASSESSMENT),
        doc: "its impact assessment",
    },
    row("files", "GLOB as FORMAT", Any, "governs every artifact of a format in the files that match"),
    with_body("prompt", LOCATED_MANY, PROMPT, "instruction text; several locations are joined in order"),
    with_body("model", LOCATED, MODEL, "the id of a model"),
    with_body("threshold", LOCATED, THRESHOLD, "a number with a safer side"),
    with_body("parameter", LOCATED, PARAMETER, "a setting such as a temperature"),
    with_body("tools", LOCATED, SET, "the set of tools an agent may use"),
    with_body("voice", LOCATED, VOICE, "the id of a voice"),
    with_body("switch", LOCATED, SWITCH, "an on/off value with a safer side"),
    with_body("period", LOCATED, PERIOD, "a length of time, such as how long recordings stay"),
    with_body("regions", LOCATED, SET, "a set of regions"),
    with_body("knowledge", LOCATED, NOTHING, "files that an agent reads, by content"),
    allow(),
];

const LOCATED: &str = "NAME at LOCATION";
const LOCATED_MANY: &str = "NAME at (LOCATION|[LOCATION])";

static FORMAT: &[Row] = &[
    row(
        "found",
        "at GLOB (with (LOCATION|[LOCATION]))?",
        Any,
        "where such files usually are, and what all of them have; for `diff` without a policy, never for a verdict",
    ),
    with_body("prompt", LOCATED, PROMPT, "instruction text; \"#\" is the body of Markdown or the whole text"),
    with_body("model", LOCATED, MODEL, "the id of a model"),
    with_body(
        "threshold",
        LOCATED,
        FORMAT_THRESHOLD,
        "a number; without a safer side every change may loosen",
    ),
    with_body("parameter", LOCATED, PARAMETER, "a setting such as a temperature"),
    with_body("tools", LOCATED, SET, "the set of tools an agent may use"),
    with_body("voice", LOCATED, VOICE, "the id of a voice"),
    with_body("switch", LOCATED, SWITCH, "an on/off value with a safer side"),
    with_body("period", LOCATED, PERIOD, "a length of time"),
    with_body("regions", LOCATED, SET, "a set of regions"),
    row("ignore", "LOCATION", Any, "a value that tools rewrite at every export; it never counts"),
    row(
        "identity",
        "LOCATION by (TEXT|WORD) (in order)?",
        Any,
        "the key that names the items of a list, or `itself`; order means nothing unless it says `in order`",
    ),
    allow(),
];

const DEPLOYED: Row = row(
    "deployed",
    "at LOCATION",
    Maybe,
    "where an export of the platform says what runs; it must be the same",
);

static PROMPT: &[Row] = &[
    row("must", "(not)? (say TEXT|match REGEX)", Any, "what the text must, or must not, say or match"),
    row("protect", "(section|text) TEXT", Any, "a heading or a sentence whose change needs more"),
    row(
        "discloses",
        "ELEMENT (in first turn|in closing|on request)? (in section TEXT)? as TEXT",
        Any,
        "what the other side must be told, when, and the words that tell it",
    ),
    row("language", "LANGUAGE", Maybe, "the language it is in, such as `en`"),
    row(
        "in",
        "step with NAME",
        Any,
        "a prompt of the system whose protected parts are edited together with its own",
    ),
    DEPLOYED,
];

static MODEL: &[Row] = &[
    row("from", "SUPPLIER", Maybe, "the supplier it must come from"),
    row("served", "by NAME", Maybe, "the platform whose ids it holds, such as `azure`; else the id tells"),
    row("pinned", "", Maybe, "the id must name one version for good"),
    row("allow", "[TEXT]", Maybe, "the only ids it may have"),
    DEPLOYED,
];

static THRESHOLD: &[Row] = &[
    row("safer", "(higher|lower)", Once, "the safer side; the other way is loosening"),
    row("range", "RANGE", Maybe, "the values it may have, both ends included"),
    row("step", "at most AMOUNT", Maybe, "the most it may loosen in one change"),
    row("drift", "at most AMOUNT within DURATION", Maybe, "the most it may loosen in all within a time"),
    row("default", "AMOUNT", Maybe, "what deleting the key means"),
    row("unit", "WORD", Maybe, "the unit, for example `percent`"),
    DEPLOYED,
];

static FORMAT_THRESHOLD: &[Row] = &[
    row("safer", "(higher|lower)", Maybe, "the safer side; the other way is loosening"),
    row("range", "RANGE", Maybe, "the values it may have, both ends included"),
    row("default", "AMOUNT", Maybe, "what deleting the key means"),
    row("unit", "WORD", Maybe, "the unit, for example `percent`"),
];

static PARAMETER: &[Row] = &[
    row("range", "RANGE", Maybe, "the values it may have, both ends included"),
    row("default", "VALUE", Maybe, "what deleting the key means"),
    DEPLOYED,
];

static SET: &[Row] = &[
    row("safer", "(narrower|wider)", Maybe, "the safer side: `wider` for what is denied; else narrower is"),
    row("allow", "[(TEXT|WORD)]", Maybe, "the only items it may hold"),
    row("never", "[(TEXT|WORD)]", Maybe, "items it may not hold"),
    DEPLOYED,
];

static VOICE: &[Row] = &[
    row("allow", "[(TEXT|WORD)]", Maybe, "the only ids it may have"),
    row("never", "[(TEXT|WORD)]", Maybe, "ids it may not have"),
    DEPLOYED,
];

static SWITCH: &[Row] = &[
    row("safer", "(on|off)", Once, "the safer side; the other way is loosening"),
    row("default", "(on|off)", Maybe, "what deleting the key means"),
    DEPLOYED,
];

static PERIOD: &[Row] = &[
    row("unit", "UNIT", Once, "the unit that the file counts in"),
    row("safer", "(shorter|longer)", Maybe, "the safer side; the other way is loosening"),
    row("forever", "NUMBER", Maybe, "the number that the file writes for no end, for example `-1`"),
    row("range", "RANGE", Maybe, "the values it may have, in its unit, both ends included"),
    DEPLOYED,
];

static NOTHING: &[Row] = &[];

const WHO: &str = "(approval from (ROLE|[ROLE]) (in person)?|COUNT approvals from (ROLE|[ROLE]) (in person)?|evidence EVIDENCE)";

static RULE: &[Row] = &[
    row(
        "on",
        "(protected)? KIND OP (provider|family|version)? (by more than AMOUNT)? (of risk LEVEL|of SYSTEM)? (named NAME)?",
        AtLeastOnce,
        "the changes it applies to",
    ),
    row("require", WHO, Any, "an approval or evidence that such a change must have"),
    row("forbid", "TEXT", Maybe, "such a change is never allowed; says why"),
    row("valid", "DURATION", Maybe, "how long an approval counts, in place of 30 days"),
    row(
        "persons",
        "distinct across systems",
        Maybe,
        "what several systems share needs other persons in each of them",
    ),
    row("supports", "[CONTROL]", Maybe, "the controls it helps to meet"),
    row("enforce", "warn until DATE", Maybe, "only warns through that day, then is enforced"),
    allow(),
];

static OTHERWISE: &[Row] = &[
    row("require", WHO, Any, "an approval or evidence that such a change must have"),
    row("forbid", "TEXT", Maybe, "such a change is never allowed; says why"),
    allow(),
];

static EXCEPTION: &[Row] = &[
    row("from", "(RULE|[RULE])", Once, "the rules that it stands in for"),
    row("covers", "(KIND NAME of SYSTEM|KIND of SYSTEM)", AtLeastOnce, "the changes that it is for"),
    row("require", WHO, AtLeastOnce, "what such a change must have instead; never nothing"),
    row("reason", "TEXT", Once, "why the rules cannot be kept"),
    row("requested", "by PERSON", Once, "who asked for it"),
    row("granted", "by PERSON", Once, "who grants it: it counts with that person's signature only"),
    row("until", "DATE", Once, "the last day"),
    allow(),
];

static EMERGENCY: &[Row] = &[
    row("declared", "by (ROLE|[ROLE])", Once, "who may declare one, by signature"),
    row("allows", "restore within DURATION", Once, "how far back the value must have been in force"),
    row(
        "review",
        "by (ROLE|[ROLE]) within DURATION",
        Once,
        "who reviews it, and how soon; overdue, every other change stops",
    ),
    row("at", "most COUNT within DURATION", Once, "how many there may be in a time"),
    allow(),
];

const NAMED_PREDICATE: &str = "NAME of SYSTEM PREDICATE";

static INVARIANT: &[Row] = &[
    row("every", "KIND (of SYSTEM)? PREDICATE", Maybe, "a condition on every value of a kind"),
    row("prompt", NAMED_PREDICATE, Maybe, "a condition on one prompt"),
    row("model", NAMED_PREDICATE, Maybe, "a condition on one model"),
    row("threshold", NAMED_PREDICATE, Maybe, "a condition on one threshold"),
    row("parameter", NAMED_PREDICATE, Maybe, "a condition on one parameter"),
    row("tools", NAMED_PREDICATE, Maybe, "a condition on each tool of one set"),
    row("voice", NAMED_PREDICATE, Maybe, "a condition on one voice"),
    row("switch", NAMED_PREDICATE, Maybe, "a condition on one switch"),
    row("period", NAMED_PREDICATE, Maybe, "a condition on one period"),
    row("regions", NAMED_PREDICATE, Maybe, "a condition on each region of one set"),
    row("enforce", "warn until DATE", Maybe, "only warns through that day, then is enforced"),
    allow(),
];

static EVIDENCE: &[Row] = &[
    row("junit", "GLOB", Maybe, "reads JUnit reports"),
    row("promptfoo", "GLOB", Maybe, "reads promptfoo results"),
    row("document", "GLOB", Maybe, "reads a document that people keep"),
    row("pass", "rate at least PERCENT", Maybe, "the least share of cases that pass"),
    row("cases", "at least COUNT", Maybe, "the least number of cases"),
    row("fresh", "within DURATION", Maybe, "the greatest age of a report"),
    row("names", "change", Maybe, "the report must name the digest of the change"),
    row("reviewed", "every DURATION", Maybe, "how often a document must be reviewed"),
    allow(),
];

static TEST: &[Row] = &[
    row("at", "DATE", Once, "the day of the verdict"),
    row(
        "change",
        "(policy (weakened|strengthened|changed)|other of SYSTEM|KIND NAME of SYSTEM (edited (in section TEXT)?|added|removed|changed|from VALUE to VALUE))",
        AtLeastOnce,
        "a change; `absent` stands for no value",
    ),
    row("author", "ACTOR", AtLeastOnce, "who made the change"),
    row("approved", "by PERSON as ROLE", Any, "an approval"),
    row("vetoed", "by PERSON as ROLE", Any, "a veto"),
    row("evidence", "EVIDENCE (passes|fails|missing)", Any, "what a report says; missing when not said"),
    row("in", "force NAME (of SYSTEM)? VALUE since DATE", Any, "an earlier value and its first day"),
    row("exception", "EXCEPTION granted", Any, "an exception that was granted by signature"),
    row(
        "emergency",
        "declared by PERSON as ROLE",
        Maybe,
        "the change restores what was approved before, declared so",
    ),
    row(
        "expect",
        "(passed|blocked (by (NAME|TEXT))?|unknown (because TEXT)?)",
        Once,
        "the verdict, and which rule or reason decides it",
    ),
    allow(),
];

const ID_PARTS: &str = "TEXT (maker TEXT)? (family TEXT)? (version TEXT)? (place TEXT)?";
const ID_READ: &str =
    "NAME TEXT (as (pinned|floating|unknown))? (maker TEXT)? (family TEXT)? (version TEXT)? (place TEXT)?";
const ID_SENT: &str =
    "to NAME TEXT (as (pinned|floating|unknown))? (maker TEXT)? (family TEXT)? (version TEXT)? (place TEXT)?";
const ID_ENDS: &str = "[TEXT] on DATE (and (fails|reroutes|upgrades))? (instead TEXT)? (by NAME)?";

static MODELS: &[Row] = &[
    row(
        "source",
        "NAME TEXT (reported)? verified DATE",
        AtLeastOnce,
        "a page behind the rows and the day it was read",
    ),
    row("maker", "TEXT", Maybe, "who makes the models, where that is not the name of the item"),
    row(
        "hosts",
        "[TEXT] (of NAME)? source TEXT (reported)? verified DATE",
        Any,
        "requests to these hosts end at the platform, or at that company; a `*` stands for any text",
    ),
    row(
        "called",
        "[TEXT] source TEXT (reported)? verified DATE",
        Any,
        "settings name the platform so; case and what stands between words do not count",
    ),
    row("known", "by [TEXT]", Any, "ids of these forms are read here wherever they stand"),
    row("pinned", ID_PARTS, Any, "ids of this form name one snapshot for good"),
    row("floating", ID_PARTS, Any, "ids of this form come to mean other models"),
    row("unknown", ID_PARTS, Any, "nothing is promised of ids of this form"),
    row("like", ID_READ, Any, "the hole `id` is written as that item tells"),
    row("goes", ID_SENT, Any, "likewise, and requests end at that platform"),
    row("retires", ID_ENDS, Any, "a day from which ids are no longer served"),
    allow(),
];

#[cfg(test)]
mod tests {
    use super::items;
    use crate::syntax::items::is_kind;

    #[test]
    fn the_parser_recovers_at_every_item() {
        let missing: Vec<&str> = items().map(|kind| kind.word).filter(|word| !is_kind(word)).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }
}
