//! The clauses of the items that registers are made of: law, retention, and what a management
//! system keeps.

use super::super::clause::Times::{Any, Maybe, Once, Some as AtLeastOnce};
use super::super::clause::{ItemKind, Row, Times, allow, item, row, with_body};

const SUPPORTS: Row = row("supports", "[CONTROL]", Maybe, "the controls it helps to meet");
const NOTE: Row = row("note", "TEXT", Maybe, "a condition or an exception, in words");
const VERIFIED: Row = row("verified", "DATE", Maybe, "the day on which it was looked up");
const REVIEW_BY: Row = row("review", "by DATE", Maybe, "the day by which it should be looked up again");
const COUNSEL: Row = row("counsel", "TEXT", Maybe, "what needs a lawyer's answer");

const fn confidence(times: Times) -> Row {
    row(
        "confidence",
        "(high|medium|low|none)",
        times,
        "official text read; two sources agree; one source or they disagree; not verified",
    )
}

const OWNER: Row = row("owner", "ROLE", Once, "the role that answers for it");

/// The item kinds, in the order of the reference.
pub(in crate::model) static ITEMS: &[ItemKind] = &[
    item(
        "retention",
        "NAME (TEXT)?",
        Some(RETENTION),
        "how long a category of data is kept, from when, and what then",
    ),
    item("hold", "NAME (TEXT)?", Some(HOLD), "a matter for which data must not be disposed of"),
    item("activity", "NAME TEXT", Some(ACTIVITY), "a piece of work and who does what for it (RACI)"),
    item(
        "baseline",
        "NAME (TEXT)?",
        Some(BASELINE),
        "what a value is watched against; made anew when it changes",
    ),
    item("exercise", "NAME (TEXT)?", Some(EXERCISE), "a rehearsal of an incident"),
    item("review", "NAME (TEXT)?", Some(REVIEW), "a management review or an internal audit"),
    item("document", "NAME TEXT", Some(DOCUMENT), "a document of the documentation pack"),
    item(
        "certificate",
        "NAME (TEXT)?",
        Some(CERTIFICATE),
        "a certificate of a management system, ours or a supplier's",
    ),
    item(
        "applicability",
        "CATALOGUE",
        Some(APPLICABILITY),
        "which controls of a catalogue apply, and why the others do not",
    ),
    item("crosswalk", "NAME TEXT", Some(CROSSWALK), "ids of several catalogues that are about one thing"),
    item("jurisdiction", "NAME TEXT", Some(JURISDICTION), "a place whose law may apply"),
    item("category", "NAME TEXT", Some(CATEGORY), "a category of data"),
    item("event", "NAME TEXT", None, "what starts or ends a clock"),
    item("gate", "NAME TEXT", None, "a question on which the application of a law turns"),
    item("fact", "NAME TEXT", Some(FACT), "what a law or a standard asks, with its source and dates"),
];

static RETENTION: &[Row] = &[
    row(
        "covers",
        "CATEGORY of SYSTEM (in [CODE])?",
        AtLeastOnce,
        "what it is about; every jurisdiction served, unless it says which",
    ),
    row("purpose", "TEXT", Once, "why the data is kept"),
    row(
        "basis",
        "(consent|contract|legal_obligation|vital_interest|public_task|legitimate_interest|explicit_consent|legal_claims) (because TEXT)?",
        Once,
        "the ground on which it is kept",
    ),
    row(
        "keep",
        "(DURATION after EVENT|until EVENT|while EVENT|nothing|forever because TEXT)",
        Once,
        "how long, and the event that starts the clock",
    ),
    row(
        "rounding",
        "(down|up)",
        Maybe,
        "how months are counted in days: the fewest they can have, or the most",
    ),
    row(
        "then",
        "(erase|anonymise|redact|archive|return) (within DURATION)?",
        Maybe,
        "what happens at the end, and how soon it is done",
    ),
    row("proof", "TEXT", Maybe, "where the disposal can be seen"),
    row("stored", "in [CODE] (by SUPPLIER)?", Any, "where it lies"),
    row("backups", "within DURATION", Maybe, "how much longer copies in backups live"),
    row(
        "enforced",
        "at LOCATION unit UNIT (forever NUMBER)? (bucket TEXT)? (prefix TEXT)?",
        Any,
        "the setting that carries it out: governed, and held against the schedule",
    ),
    row("reviewed", "DATE every DURATION", Maybe, "when the schedule was looked at last"),
    OWNER,
    SUPPORTS,
    allow(),
];

static HOLD: &[Row] = &[
    row("covers", "CATEGORY of SYSTEM", AtLeastOnce, "what must stay"),
    row("because", "TEXT", Maybe, "the matter, in words"),
    row("from", "DATE", Once, "the first day"),
    row("until", "DATE", Maybe, "the last day, once it is lifted"),
    row("review", "by DATE", Maybe, "when somebody looks whether it is still needed"),
    OWNER,
    allow(),
];

static ACTIVITY: &[Row] = &[
    row("of", "SYSTEM", Maybe, "the system it is about; every one, unless it says which"),
    row("responsible", "[ROLE]", Once, "who does the work"),
    row("accountable", "ROLE", Once, "who answers for it: one role"),
    row("consulted", "[ROLE]", Maybe, "who is asked before"),
    row("informed", "[ROLE]", Maybe, "who is told after"),
    SUPPORTS,
    allow(),
];

static BASELINE: &[Row] = &[
    row("covers", "KIND NAME of SYSTEM", Once, "the value whose change makes it stale"),
    row("evidence", "EVIDENCE", Once, "the report that makes a new one; every change of the value needs it"),
    row("made", "DATE", Once, "when it was made last"),
    row("every", "DURATION", Maybe, "how often it is made anew without a change"),
    OWNER,
    SUPPORTS,
    allow(),
];

static EXERCISE: &[Row] = &[
    row(
        "scenario",
        "[SCENARIO]",
        Once,
        "what was rehearsed, such as `prompt_rollback` or `model_route_failure`",
    ),
    row("kind", "(tabletop|live)", Once, "talked through, or done"),
    row("held", "DATE", Once, "when"),
    row("every", "DURATION", Maybe, "how often"),
    row("covers", "[SYSTEM]", Once, "the systems"),
    row("rollback", "(tried|untried)", Maybe, "whether the way back was tried"),
    row("report", "TEXT", Once, "the report"),
    OWNER,
    SUPPORTS,
    allow(),
];

static REVIEW: &[Row] = &[
    row("kind", "(management|internal_audit)", Once, "which of the two"),
    row("held", "DATE", Once, "when it was held last"),
    row("every", "DURATION", Once, "how often"),
    row("minutes", "TEXT", Once, "the minutes or the report"),
    OWNER,
    SUPPORTS,
    allow(),
];

static DOCUMENT: &[Row] = &[
    row("at", "TEXT", Once, "the file"),
    row(
        "kind",
        "(policy|procedure|disclosure_script|user_information|technical_file|runbook|privacy_notice|consent_form|contract|report|other)",
        Once,
        "what sort of document it is",
    ),
    row("covers", "[SYSTEM]", Maybe, "the systems it is about; every one, unless it says which"),
    row("language", "[LANGUAGE]", Maybe, "the languages it is in, such as `en`"),
    row("reviewed", "DATE every DURATION", Maybe, "when it was looked at last"),
    OWNER,
    SUPPORTS,
    allow(),
];

static CERTIFICATE: &[Row] = &[
    row("standard", "TEXT", Once, "the standard with its year, such as \"ISO/IEC 42001:2023\""),
    row("of", "SUPPLIER", Maybe, "whose it is, if not ours"),
    row("body", "TEXT", Once, "who certified"),
    row("accredited", "by TEXT", Maybe, "who accredited the body"),
    row("number", "TEXT", Maybe, "the number on it"),
    row("scope", "TEXT", Once, "the scope as it is written there"),
    row("covers", "[SYSTEM]", Once, "the systems that the scope names"),
    row("includes", "[SUPPLIER]", Maybe, "the suppliers that the scope takes in"),
    row("issued", "DATE", Once, "the first day"),
    row("expires", "DATE", Once, "the last day"),
    row("surveillance", "due DATE (done DATE)? (report TEXT)?", Any, "an audit in between"),
    row("file", "TEXT", Maybe, "the certificate itself"),
    OWNER,
    allow(),
];

static APPLICABILITY: &[Row] = &[
    row("version", "TEXT", Maybe, "the version of the statement"),
    row("approved", "by ROLE on DATE", Maybe, "who approved it and when"),
    row("includes", "(all|[ID]) (because TEXT)?", Any, "controls that apply"),
    row("excludes", "ID because TEXT", Any, "a control that does not apply, and why"),
    row("evidence", "ID TEXT", Any, "what shows that a control is met"),
    OWNER,
    allow(),
];

static JURISDICTION: &[Row] = &[row("within", "CODE", Maybe, "the larger one it belongs to")];

static CATEGORY: &[Row] = &[
    row("from", "[CATEGORY]", Maybe, "what it is derived from"),
    row("special", "(biometric|health|card|child)", Maybe, "why more than the ordinary is asked of it"),
    row("impersonal", "", Maybe, "it is not about a person"),
];

static FACT: &[Row] = &[
    row("in", "[CODE]", Once, "where it applies"),
    row("about", "[CATEGORY]", Maybe, "the categories of data"),
    row("floor", "DURATION after EVENT", Maybe, "to be kept at least so long"),
    row("ceiling", "(DURATION after EVENT|nothing)", Maybe, "to be kept at most so long"),
    row("prohibits", "TEXT", Maybe, "what must not be done"),
    row("asks", "TEXT", Maybe, "what must be done, where no number says it"),
    row("leaves", "open TEXT", Maybe, "a limit without a number"),
    row(
        "discloses",
        "ELEMENT (at start and end|at start|at end|on request|before recording|in writing)",
        Any,
        "what must be told, and when",
    ),
    row("soft", "", Maybe, "it gives way to other law"),
    row("role", "CAPACITY", Maybe, "whom it binds, if not everybody: who acts as that for a system"),
    row("when", "[GATE]", Any, "applies only if each is answered yes"),
    row("unless", "[GATE]", Any, "does not apply if one is answered yes"),
    NOTE,
    row("cite", "TEXT", Once, "the provision"),
    row("source", "TEXT", AtLeastOnce, "where it was read"),
    row("effective", "DATE", Maybe, "the first day"),
    row(
        "superseded",
        "DATE (by NAME)?",
        Maybe,
        "the day from which it applies no more, and what took its place",
    ),
    VERIFIED,
    REVIEW_BY,
    confidence(Once),
    COUNSEL,
];

/// The clauses of a catalogue.
pub(in crate::model) static CATALOGUE: &[Row] = &[
    row("source", "TEXT", Any, "where its ids were read, and what they were checked against"),
    VERIFIED,
    REVIEW_BY,
    confidence(Maybe),
    with_body(
        "control",
        "ID TEXT",
        PROVISION,
        "an id that may be chosen or left out, and what it is about, in our own words",
    ),
    with_body(
        "clause",
        "ID TEXT",
        PROVISION,
        "an id that nobody chooses: a clause of a standard, an article of a law",
    ),
    row("part", "NAME TEXT", Any, "a part of a chain"),
];

/// The clauses of a control or a clause of a catalogue.
pub(in crate::model) static PROVISION: &[Row] = &[
    row("effective", "DATE (for TEXT)?", Any, "the first day, for the systems it names or for all"),
    row("role", "CAPACITY", Maybe, "whom it binds, if not everybody"),
    NOTE,
    row("source", "TEXT", Any, "where it was read, if not where the catalogue was"),
    VERIFIED,
    REVIEW_BY,
    confidence(Maybe),
    COUNSEL,
];

static CROSSWALK: &[Row] = &[
    row("joins", "[CONTROL]", AtLeastOnce, "ids that are about it; a line for each catalogue reads best"),
    row("source", "TEXT", AtLeastOnce, "the table that says so, or `our reading`"),
    VERIFIED,
    REVIEW_BY,
    confidence(Once),
    allow(),
];

/// The clauses of a step of the chain.
pub(in crate::model) static STAGE: &[Row] = &[
    row("processed", "in [CODE]", Once, "where it works on the data"),
    row("stored", "(nowhere|in [CODE])", Maybe, "where the data lies afterwards"),
    row(
        "transfer",
        "(adequacy|standard_clauses|binding_rules|derogation) (under TEXT)?",
        Maybe,
        "what allows the data to leave the places that the system serves",
    ),
    row("handles", "[CATEGORY]", Maybe, "the categories of data that pass through it"),
    row("failover", "SUPPLIER in [CODE]", Any, "who takes over, and where"),
];

/// The clauses of an automated decision.
pub(in crate::model) static DECISION: &[Row] = &[
    row("effect", "(minor|significant|legal)", Once, "what it means for the person"),
    row("human", "ROLE (within DURATION)?", Maybe, "who takes over, and how soon"),
    row("hours", "(always|TEXT)", Maybe, "when that person can be reached"),
    row("otherwise", "TEXT", Maybe, "what happens outside of these hours"),
    row("contest", "TEXT", Maybe, "how a person can contest it"),
];

/// The clauses of an impact assessment.
pub(in crate::model) static ASSESSMENT: &[Row] = &[
    row("affects", "TEXT", Maybe, "whom the system affects, and how"),
    row("renewed", "on KIND OP", Any, "a change that makes it stale: such a change needs a new review in it"),
    row("approved", "by ROLE on DATE", Maybe, "who approved it and when"),
    SUPPORTS,
];
