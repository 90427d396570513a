//! Every name that a mistake or an undecided verdict can carry, in one table; the lints have their own.
//!
//! A name says what is wrong and reads well after "because": `unknown-role`, `duplicate-key`.
//! Each has a page: `docs/lints/<name>.md` for findings in a policy, `docs/reasons/<name>.md`
//! for reasons why a statement, a verdict or a record does not count. `countersign explain
//! NAME` shows it. The suite proves that names are unique and that every page exists.

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    /// The stable kebab-case name.
    pub name: &'static str,
    /// How much a finding of this name weighs.
    pub level: Level,
    /// Which stage raises it.
    pub stage: Stage,
    /// One line on what it means.
    pub summary: &'static str,
    /// The page, as `explain` prints it.
    pub page: &'static str,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Probably not meant; does not stop.
    Warn,
    /// The policy cannot be used as it is.
    Deny,
}

impl Level {
    /// Returns the word shown before a finding.
    pub fn word(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warn => "warning",
            Level::Deny => "error",
        }
    }
}

/// The stage that raises a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the text of a policy.
    Syntax,
    /// Binding names, checking kinds and units.
    Model,
    /// Lowering to the kernel.
    Policy,
    /// Advice about a correct policy.
    Lint,
    /// Reading a governed value: why it is unknown.
    Facts,
    /// Reading git: why nothing can be decided.
    Git,
    /// Bringing the parts together: why there is no verdict.
    Gate,
    /// Reading a statement: why it does not count.
    Approval,
    /// Judging a change: why it does not pass.
    Verdict,
    /// Compiling a schedule for a provider: why it is refused.
    Target,
    /// Reading or comparing a record.
    Record,
    /// A limit that a verdict or record carries.
    Limit,
}

impl Stage {
    /// Returns the folder of `docs/` that holds the page of a name.
    pub fn page_folder(self) -> &'static str {
        match self {
            Stage::Syntax | Stage::Model | Stage::Policy | Stage::Lint => "lints",
            _ => "reasons",
        }
    }
}

/// Embeds the page of a name; one that is missing does not build.
macro_rules! page {
    (Syntax $name:literal) => { page!("lints" $name) };
    (Model $name:literal) => { page!("lints" $name) };
    (Policy $name:literal) => { page!("lints" $name) };
    (Lint $name:literal) => { page!("lints" $name) };
    ($folder:literal $name:literal) => { include_str!(concat!("../docs/", $folder, "/", $name, ".md")) };
    ($stage:ident $name:literal) => { page!("reasons" $name) };
}

macro_rules! names {
    ($($ident:ident = $name:literal, $level:ident, $stage:ident, $summary:literal;)*) => {
        $(#[doc = $summary] pub static $ident: Name =
            Name { name: $name, level: Level::$level, stage: Stage::$stage, summary: $summary, page: page!($stage $name) };)*
        /// Every name, in the order of this table.
        pub static ALL: &[&Name] = &[$(&$ident),*];
    };
}

/// Finds a row by its name.
pub fn find(name: &str) -> Option<&'static Name> {
    ALL.iter().copied().find(|row| row.name == name)
}

names! {
    // Syntax
    CARRIAGE_RETURN = "carriage-return", Deny, Syntax, "A line ends with a carriage return.";
    CLAUSE_WITHOUT_WORD = "clause-without-word", Deny, Syntax, "A line starts with something other than a word.";
    FILE_TOO_LARGE = "file-too-large", Deny, Syntax, "A policy file is larger than 8 MiB.";
    HIDDEN_CHARACTER = "hidden-character", Deny, Syntax, "A policy holds a character that its readers cannot see.";
    INVALID_DATE = "invalid-date", Deny, Syntax, "A date is misspelt or is a day that does not exist.";
    MALFORMED_LIST = "malformed-list", Deny, Syntax, "A list holds something a list cannot hold, or a comma stands outside one.";
    MALFORMED_NAME = "malformed-name", Deny, Syntax, "A name, path or reference is misspelt.";
    MALFORMED_NUMBER = "malformed-number", Deny, Syntax, "A number or percent is misspelt.";
    MALFORMED_RANGE = "malformed-range", Deny, Syntax, "A range is misspelt, mixes kinds or is empty.";
    MISPLACED_BRACE = "misplaced-brace", Deny, Syntax, "A `{` does not stand at the end of the line it belongs to.";
    MISSING_BRACE = "missing-brace", Deny, Syntax, "A line lacks the `{` that opens its body.";
    MISSING_LINE_END = "missing-line-end", Deny, Syntax, "A clause starts on the line of the `}` before it.";
    NESTED_TOO_DEEP = "nested-too-deep", Deny, Syntax, "Brackets stand inside each other more than 64 deep.";
    STRAY_BRACE = "stray-brace", Deny, Syntax, "A `}` closes nothing.";
    STRAY_BRACKET = "stray-bracket", Deny, Syntax, "A `]` or `)` closes no list.";
    TOO_MANY_MISTAKES = "too-many-mistakes", Note, Syntax, "A file holds more mistakes than are listed.";
    UNATTACHED_DOC = "unattached-doc", Warn, Syntax, "A `///` line documents nothing.";
    UNCLOSED_BODY = "unclosed-body", Deny, Syntax, "A body has no closing `}`.";
    UNCLOSED_LIST = "unclosed-list", Deny, Syntax, "A list has no closing `]` or `)`.";
    UNEXPECTED_CHARACTER = "unexpected-character", Deny, Syntax, "A character has no meaning where it stands.";
    UNKNOWN_ESCAPE = "unknown-escape", Deny, Syntax, "A backslash in a string is followed by something without meaning.";
    UNTERMINATED_STRING = "unterminated-string", Deny, Syntax, "A string has no closing quote.";

    // Model
    UNKNOWN_ITEM = "unknown-item", Deny, Model, "An item starts with a word that no item has.";
    UNKNOWN_CLAUSE = "unknown-clause", Deny, Model, "An item has a clause that its kind does not know.";
    MISSING_CLAUSE = "missing-clause", Deny, Model, "An item lacks a clause that its kind needs.";
    REPEATED_CLAUSE = "repeated-clause", Deny, Model, "An item has a clause twice that it may have once.";
    REPEATED_ITEM = "repeated-item", Deny, Model, "A policy has an item twice that it may have once.";
    REPEATED_VALUE = "repeated-value", Deny, Model, "A list names one thing twice.";
    UNEXPECTED_BODY = "unexpected-body", Deny, Model, "Braces follow a clause that has no body.";
    WRONG_VALUE = "wrong-value", Deny, Model, "A clause does not say what its kind of clause says.";
    WRONG_NUMBER = "wrong-number", Deny, Model, "A number is negative, zero, broken or too large for its place.";
    CONTRADICTING_ANSWERS = "contradicting-answers", Deny, Model, "A system answers one question of law with yes and with no.";
    SENTINEL_TIME = "sentinel-time", Deny, Model, "A number or word stands for no time, or for no end, where a time is said.";
    CIRCULAR_WORDS = "circular-words", Deny, Model, "A place lies in itself, data comes from itself, or too deep, or a fact supersedes itself.";
    UNIT_MISMATCH = "unit-mismatch", Deny, Model, "A number is in another unit than what it is compared with.";
    DEFAULT_OUTSIDE_RANGE = "default-outside-range", Deny, Model, "A default lies outside the range of its value.";
    EMPTY_LIST = "empty-list", Deny, Model, "A list that must name something is empty.";
    BACKWARDS_DATES = "backwards-dates", Deny, Model, "A time ends before it starts.";
    WRONG_NAME = "wrong-name", Deny, Model, "A name is not lower-case letters, digits and underscores.";
    RESERVED_NAME = "reserved-name", Deny, Model, "A name is one that the language keeps for itself.";
    DUPLICATE_NAME = "duplicate-name", Deny, Model, "Two things of one sort have the same name.";
    UNKNOWN_NAME = "unknown-name", Deny, Model, "A clause names something that is not declared.";
    UNKNOWN_MODULE = "unknown-module", Deny, Model, "`use` names a module that the library does not have.";
    UNKNOWN_CONTROL = "unknown-control", Deny, Model, "A rule supports a control that no catalogue has.";
    MISSING_EDITION = "missing-edition", Deny, Model, "No file of the policy states its edition.";
    WRONG_EDITION = "wrong-edition", Deny, Model, "A file states another edition, or not in its first item.";
    EMPTY_POLICY = "empty-policy", Deny, Model, "A policy governs no system.";
    MISSING_ORGANIZATION = "missing-organization", Deny, Model, "A policy does not say whose it is.";
    UNCOVERED_SYSTEM = "uncovered-system", Deny, Model, "A system is declared that the organization does not cover.";
    BAD_TARGET = "bad-target", Deny, Model, "A target is no name of a branch.";
    WRONG_EMAIL = "wrong-email", Deny, Model, "A text is no e-mail address.";
    SHARED_EMAIL = "shared-email", Deny, Model, "One e-mail address names two people.";
    WRONG_KEY = "wrong-key", Deny, Model, "A text is no SSH public key that can sign.";
    SHARED_KEY = "shared-key", Deny, Model, "Two people have the same key.";
    BOT_IN_ROLE = "bot-in-role", Deny, Model, "A bot is named as the holder of a role.";
    NOT_PROVIDED = "not-provided", Deny, Model, "A system takes from a supplier what it does not provide.";
    WRONG_LOCATION = "wrong-location", Deny, Model, "A location is no path, or no place in a file.";
    WRONG_REGEX = "wrong-regex", Deny, Model, "A text is no regular expression, or one that is too large.";
    WRONG_BOUND = "wrong-bound", Deny, Model, "An evidence item has a bound that its reader cannot judge.";
    WRONG_CONDITION = "wrong-condition", Deny, Model, "A condition says nothing about values of its kind.";
    MIXED_AND_OR = "mixed-and-or", Deny, Model, "A condition mixes `and` with `or` without parentheses.";
    NEVER_APPLIES = "never-applies", Deny, Model, "A rule or invariant can never apply to anything.";
    RULE_WITHOUT_DUTY = "rule-without-duty", Deny, Model, "A rule asks for nothing.";
    SELF_GRANTED = "self-granted", Deny, Model, "Whoever asked for an exception is also to grant it.";
    REQUIRE_AND_FORBID = "require-and-forbid", Deny, Model, "A rule both requires and forbids.";

    // Policy
    LOCATION_IN_STATEMENTS = "location-in-statements", Deny, Policy, "A location reaches into the folders of approvals or records.";
    DUPLICATE_LOCATION = "duplicate-location", Deny, Policy, "One system governs one place twice.";

    // Facts: why a governed value is unknown
    TOO_LARGE = "too-large", Deny, Facts, "The file, or a list in it, is longer than what is read.";
    TOO_DEEP = "too-deep", Deny, Facts, "Values are nested deeper than what is read.";
    TOO_MANY_VALUES = "too-many-values", Deny, Facts, "The file has more values than what is read.";
    NOT_UTF8 = "not-utf8", Deny, Facts, "The file is not UTF-8 text.";
    SYNTAX_ERROR = "syntax-error", Deny, Facts, "The file does not parse.";
    DUPLICATE_KEY = "duplicate-key", Deny, Facts, "A key occurs twice in one map.";
    NON_STRING_KEY = "non-string-key", Deny, Facts, "A map has a key that is not a string.";
    WRONG_TYPE = "wrong-type", Deny, Facts, "The value has a type that its kind does not take.";
    AMBIGUOUS_WORD = "ambiguous-word", Deny, Facts, "A text that the readers of its format take differently.";
    INEXACT_NUMBER = "inexact-number", Deny, Facts, "A number that cannot be read exactly.";
    UNREADABLE_ID = "unreadable-id", Deny, Facts, "An id that is empty, too long or holds invisible characters.";
    RULE_UNCLEAR = "rule-unclear", Deny, Facts, "The lifecycle rule around a setting reaches data that cannot be told.";
    CUSTOM_TAG = "custom-tag", Deny, Facts, "A value that stands for another: a custom tag, a reference, an expression.";
    SEVERAL_MATCHES = "several-matches", Deny, Facts, "A location that must name one value names several.";
    LOCATED_TWICE = "located-twice", Deny, Facts, "Two artifacts of one system name the same value.";
    UNSUPPORTED_FORMAT = "unsupported-format", Deny, Facts, "A location inside a file of a format that is not read.";
    UNREADABLE_LOCATION = "unreadable-location", Deny, Facts, "A location that is not a pointer, path or heading.";
    SYMLINK = "symlink", Deny, Facts, "A symbolic link stands at a governed path.";
    SUBMODULE = "submodule", Deny, Facts, "A submodule stands at a governed path.";
    LFS_POINTER = "lfs-pointer", Deny, Facts, "A Git LFS pointer stands at a governed path.";
    PATH_NOT_UTF8 = "path-not-utf8", Deny, Facts, "A governed path is not UTF-8.";
    BLOB_NOT_READ = "blob-not-read", Deny, Facts, "The bytes of a governed file were not at hand.";

    // Git: why nothing can be decided
    NOT_A_REPOSITORY = "not-a-repository", Deny, Git, "No git repository is here.";
    UNREADABLE_REPOSITORY = "unreadable-repository", Deny, Git, "Git's own files cannot be read or written.";
    UNSUPPORTED_REPOSITORY = "unsupported-repository", Deny, Git, "The repository uses a storage extension that is not supported.";
    SHA256_REPOSITORY = "sha256-repository", Deny, Git, "The repository names its objects by SHA-256, which is not supported.";
    REFTABLE_REPOSITORY = "reftable-repository", Deny, Git, "The repository keeps its refs as reftables, which are not supported.";
    FOREIGN_OWNER = "foreign-owner", Deny, Git, "The repository belongs to another user of this machine.";
    GIT_ENVIRONMENT = "git-environment", Deny, Git, "A variable of the environment would change what git says.";
    BORROWED_OBJECTS = "borrowed-objects", Deny, Git, "The repository reads objects from a folder outside itself.";
    UNKNOWN_REVISION = "unknown-revision", Deny, Git, "A revision does not name exactly one commit that is here.";
    AMBIGUOUS_REF = "ambiguous-ref", Deny, Git, "A short name stands for several refs.";
    TARGET_MISSING = "target-missing", Deny, Git, "The tip of the target branch is not in this clone.";
    SHALLOW_HISTORY = "shallow-history", Deny, Git, "The clone ends before the history that is needed.";
    MISSING_OBJECT = "missing-object", Deny, Git, "An object that is needed is not in this clone.";
    CORRUPT_OBJECT = "corrupt-object", Deny, Git, "An object of the repository is damaged.";
    CORRUPT_INDEX = "corrupt-index", Deny, Git, "The index cannot be read.";
    SPLIT_INDEX = "split-index", Deny, Git, "The index is split over two files, which is not supported.";
    UNMERGED_INDEX = "unmerged-index", Deny, Git, "The index holds unresolved conflicts.";
    TOO_MANY_PATHS = "too-many-paths", Deny, Git, "A tree is larger or deeper than the stated budget.";
    TOO_MANY_COMMITS = "too-many-commits", Deny, Git, "A range or history is longer than the stated budget.";
    BLOB_TOO_LARGE = "blob-too-large", Deny, Git, "A governed file is larger than 64 MiB.";
    TOO_MANY_STATEMENTS = "too-many-statements", Deny, Git, "More statement files than the stated budget.";
    BOTH_SIDES = "both-sides", Deny, Git, "Branch and target both edited a governed file.";
    MERGE_NEEDS_RENAMES = "merge-needs-renames", Deny, Git, "What the merge gives depends on how renames are found.";
    SEVERAL_MERGE_BASES = "several-merge-bases", Deny, Git, "Branch and target have more than one common origin.";
    NO_MERGE_BASE = "no-merge-base", Deny, Git, "Branch and target have no common origin.";
    REF_MOVED = "ref-moved", Deny, Git, "Someone else wrote the ref in the meantime.";
    APPROVALS_REWRITTEN = "approvals-rewritten", Deny, Git, "The approvals ref lost or changed a file that it had.";

    // Gate: why there is no verdict, or none that anything could cure
    NO_POLICY = "no-policy", Deny, Gate, "No policy is in force on the target.";
    POLICY_UNREADABLE = "policy-unreadable", Deny, Gate, "A policy file is not a regular UTF-8 text file.";
    POLICY_DOES_NOT_COMPILE = "policy-does-not-compile", Deny, Gate, "The policy that the change brings does not compile.";
    POLICY_REMOVED = "policy-removed", Deny, Gate, "The change removes the policy.";
    GENESIS_DIFFERS = "genesis-differs", Deny, Gate, "The first policy is not the one that was vouched for.";
    GENESIS_AFTER_RECORDS = "genesis-after-records", Deny, Gate, "A policy is to be adopted on a target that has records.";
    NOT_A_TARGET = "not-a-target", Deny, Gate, "The policy does not judge this branch.";
    LOCATION_MATCHES_NOTHING = "location-matches-nothing", Deny, Gate, "A governed location has no tracked file.";
    POLICY_IN_ERROR = "policy-in-error", Deny, Gate, "By the change lint finds an error in the policy that was not there before.";
    FILE_IN_ERROR = "file-in-error", Deny, Gate, "By the change lint finds an error in a governed file that was not there before.";
    STATEMENT_REMOVED = "statement-removed", Deny, Gate, "The change removes or alters a statement or record of the target.";
    TARGET_REWRITTEN = "target-rewritten", Deny, Gate, "The last record ends at a commit that left the target.";
    RUN_TOO_LONG = "run-too-long", Deny, Gate, "More single commits landed in a row than are searched for a group.";

    // Approval: why a statement does not count
    UNMAPPED_CONTRIBUTOR = "unmapped-contributor", Deny, Approval, "Nobody in the policy answers for the author of a contributing commit.";
    COMMIT_UNVERIFIED = "commit-unverified", Deny, Approval, "A contributing commit has no valid signature of its author or committer.";
    // -- reading it
    BAD_ENVELOPE = "bad-envelope", Deny, Approval, "The file is not one signed statement in the form that is read.";
    BAD_SIGNATURE = "bad-signature", Deny, Approval, "The signature is missing, damaged, of a kind that is refused, or does not fit the bytes.";
    NOT_CANONICAL = "not-canonical", Deny, Approval, "The signed bytes are not the one canonical spelling of what they say.";
    UNKNOWN_FIELD = "unknown-field", Deny, Approval, "The statement has a field too many or too few.";
    BAD_FIELD = "bad-field", Deny, Approval, "A field of the statement holds what it must not hold.";
    MISNAMED = "misnamed", Deny, Approval, "The file is not where a statement with this content belongs.";
    // -- matching it with the change and the policy
    WRONG_REPOSITORY = "wrong-repository", Deny, Approval, "The statement was signed for another repository.";
    WRONG_TARGET = "wrong-target", Deny, Approval, "The statement was signed for another branch.";
    WRONG_CHANGE = "wrong-change", Deny, Approval, "The statement was signed for another change.";
    SCOPE_MOVED = "scope-moved", Deny, Approval, "The rules for the touched systems are not those that were consented under.";
    UNKNOWN_PERSON = "unknown-person", Deny, Approval, "The policy in force does not know the person who is named as signer.";
    NOT_FOR_BOTS = "not-for-bots", Deny, Approval, "A bot is named as signer, and only persons decide.";
    UNKNOWN_KEY = "unknown-key", Deny, Approval, "The key that signed is not a key of the person who is named as signer.";
    KEY_NOT_VALID = "key-not-valid", Deny, Approval, "The key was not valid when it signed, or is not valid any more.";
    NOT_IN_ROLE = "not-in-role", Deny, Approval, "The signer did not hold the role when signing, or does not hold it any more.";
    ROLE_NOT_NAMED = "role-not-named", Deny, Approval, "No duty on this change asks for the role that was exercised.";
    CONTRIBUTOR = "contributor", Deny, Approval, "The signer contributed to the change and may not approve it.";
    FUTURE_DATED = "future-dated", Deny, Approval, "The statement says that it was signed after the instant of the verdict.";
    TOO_OLD = "too-old", Deny, Approval, "The statement was signed longer ago than approvals count.";
    ALREADY_IN_FORCE = "already-in-force", Deny, Approval, "What was approved has been in force since: the approval is used up.";
    SUPERSEDED = "superseded", Deny, Approval, "A later decision of the same person stands in its place.";
    RELAX_NOT_IN_TREE = "relax-not-in-tree", Deny, Approval, "What relaxes a duty is not in the judged tree, so it would not land with the change.";
    NOT_THE_GRANTER = "not-the-granter", Deny, Approval, "The policy has another person grant this exception.";
    EXCEPTION_CHANGED = "exception-changed", Deny, Approval, "The exception in the policy is not the text that was granted.";
    NO_EMERGENCY = "no-emergency", Deny, Approval, "The policy in force knows no emergencies.";
    EMERGENCIES_SPENT = "emergencies-spent", Deny, Approval, "As many emergencies were declared as the policy allows in a time.";
    NOTHING_TO_LIFT = "nothing-to-lift", Deny, Approval, "No veto of the same person is here that the statement could lift.";
    CHAIN_UNKNOWN = "chain-unknown", Deny, Approval, "The statement names a record that is not in the chain of this target.";
    // -- writing it
    UNREADABLE_KEY = "unreadable-key", Deny, Approval, "The key file cannot be read as an SSH key.";
    UNSUPPORTED_KEY = "unsupported-key", Deny, Approval, "Keys of this kind may not sign.";
    SSH_KEYGEN_MISSING = "ssh-keygen-missing", Deny, Approval, "The key needs `ssh-keygen`, and it is not installed.";
    SIGNING_FAILED = "signing-failed", Deny, Approval, "No valid signature came about.";

    // Verdict: why a change does not pass
    NO_RULE_MATCHES = "no-rule-matches", Deny, Verdict, "No enforcing rule is about this change, and the policy has no `otherwise`.";
    FORBIDDEN = "forbidden", Deny, Verdict, "A rule forbids this change; no approval can stand in for it.";
    APPROVAL_MISSING = "approval-missing", Deny, Verdict, "A rule asks for approvals that are not there.";
    EXCEPTION = "exception", Note, Verdict, "A granted exception stands in for a rule that is not met.";
    EMERGENCY = "emergency", Note, Verdict, "A declared emergency restores what was approved before; its duties are reviewed afterwards.";
    EMERGENCY_UNREVIEWED = "emergency-unreviewed", Deny, Verdict, "An emergency was not reviewed in time; every change but a restore stops.";
    VETOED = "vetoed", Deny, Verdict, "Someone who may approve refused, and has not lifted the refusal.";
    EVIDENCE_MISSING = "evidence-missing", Deny, Verdict, "A rule asks for a report, and none is there.";
    EVIDENCE_FAILS = "evidence-fails", Deny, Verdict, "A report is there and does not say what the policy asks for.";
    EVIDENCE_UNREADABLE = "evidence-unreadable", Deny, Verdict, "A report is there and cannot be read.";
    INVARIANT_BROKEN = "invariant-broken", Deny, Verdict, "A value at the head is not as the policy says it must be.";
    INVARIANT_UNKNOWN = "invariant-unknown", Deny, Verdict, "It cannot be told whether a value at the head is as it must be.";
    DISCLOSURE_MISSING = "disclosure-missing", Deny, Verdict, "A prompt does not tell what the policy says that it must tell, or not where it must.";
    OUT_OF_STEP = "out-of-step", Deny, Verdict, "A protected part is edited in one prompt and not in the one that must stay in step with it.";
    DIFFERS_FROM_SCHEDULE = "differs-from-schedule", Deny, Verdict, "A setting keeps data for another time than its retention schedule.";
    RULE_ERASES_LESS = "rule-erases-less", Deny, Verdict, "The lifecycle rule around a setting is off, erases nothing, or is about other data.";
    RULE_ERASES_SOONER = "rule-erases-sooner", Deny, Verdict, "Another lifecycle rule erases the same data before the setting of its schedule says.";
    DATA_OUTLIVES_RULE = "data-outlives-rule", Deny, Verdict, "A lock, old versions or what is deleted softly stay after the lifecycle rule has erased the data.";
    BELOW_LEGAL_FLOOR = "below-legal-floor", Deny, Verdict, "A retention schedule keeps data for a shorter time than law asks.";
    ABOVE_LEGAL_CEILING = "above-legal-ceiling", Deny, Verdict, "A retention schedule keeps data for a longer time than law allows.";
    LAW_COUNTS_OTHERWISE = "law-counts-otherwise", Warn, Verdict, "A schedule and the law that binds it count from different events.";
    NO_SCHEDULE = "no-schedule", Deny, Verdict, "A change of the policy leaves data without a retention schedule.";
    NO_CHAIN = "no-chain", Deny, Verdict, "A change of the policy leaves a system whose chain was described without any step.";
    ALLOW_OUTGROWN = "allow-outgrown", Deny, Verdict, "A schedule is lengthened under an `allow` that was given for the shorter time.";
    HELD_DATA = "held-data", Deny, Verdict, "A retention schedule would be shortened while a legal hold asks that its data stays.";
    PROVIDER_OUTSIDE_CHAIN = "provider-outside-chain", Deny, Verdict, "A change names a company that is not in the chain.";
    ADDRESS_OUTSIDE_CHAIN = "address-outside-chain", Deny, Verdict, "A change names an address or a region where no step of the chain works.";
    DEPLOYED_DIFFERS = "deployed-differs", Deny, Verdict, "An export says that a platform runs another value than the approved one.";
    ASSESSMENT_NOT_RENEWED = "assessment-not-renewed", Deny, Verdict, "A change makes the impact assessment stale and brings no new review of it.";
    STEP_EXCEEDED = "step-exceeded", Deny, Verdict, "A value is loosened by more than one step may.";
    DRIFT_EXCEEDED = "drift-exceeded", Deny, Verdict, "A value ends too far from the safest one of recent time.";
    DRIFT_UNKNOWN = "drift-unknown", Deny, Verdict, "It cannot be told what value was in force in the window of a drift bound.";
    EMPTY_DUTY = "empty-duty", Deny, Verdict, "A rule matches and asks for nothing, which nothing can fulfil.";

    // Target
    CLOCK_NOT_OBJECT_AGE = "clock-not-object-age", Deny, Target, "A schedule's clock starts with an event that a storage does not see.";
    NO_PERIOD = "no-period", Deny, Target, "A schedule does not end after a time, so that no rule can carry it out.";
    NOT_WHOLE_DAYS = "not-whole-days", Deny, Target, "A schedule is no whole number of days, or does not say how its months count.";
    NOT_ERASED = "not-erased", Deny, Target, "At the end of a schedule something else is done than erasing.";
    SHARED_PREFIX = "shared-prefix", Deny, Target, "Two schedules have the same objects, or one those of the other, and the shorter rule would erase both.";
    ONE_SET_PER_BUCKET = "one-set-per-bucket", Deny, Target, "Rules of two buckets would be one set, or those of one bucket two.";
    WRONG_PREFIX = "wrong-prefix", Deny, Target, "No object of a target can have a name that starts so.";
    SAME_RULE_NAME = "same-rule-name", Deny, Target, "Two schedules would have one name in a target, where names are unique.";
    TOO_LONG_FOR_TARGET = "too-long-for-target", Deny, Target, "A schedule keeps for more days than a rule of a target takes.";
    NO_ADDRESS = "no-address", Deny, Target, "A schedule does not say which lifecycle rule in Terraform carries it out.";

    // Record
    CHAIN_BROKEN = "chain-broken", Deny, Record, "The records of the target are not one unbroken chain.";
    CLOCK_WENT_BACK = "clock-went-back", Deny, Record, "The instant is before that of the last record.";

    // Limits
    ADMIN_CAN_BYPASS = "admin-can-bypass", Note, Limit, "Whoever administers the forge can land a change without the gate; only the records show it.";
    AUTHOR_NAMES_CLAIMED = "author-names-claimed", Note, Limit, "Authors of commits are taken at their word; the policy does not ask for signed commits.";
    CLOCK_OF_RUNNER = "clock-of-runner", Note, Limit, "The instant is that of the machine that ran the gate.";
    INTERMEDIATE_CHANGE = "intermediate-change", Note, Limit, "A commit inside the range holds governed values that neither end has.";
    ONE_HUMAN_PER_PERSON_CLAIMED = "one-human-per-person-claimed", Note, Limit, "Two persons of the policy may be one human; nothing here can tell.";
    RUNTIME_NOT_CHECKED = "runtime-not-checked", Note, Limit, "What is deployed was not compared with what was judged.";
    SIGNER_SAW_SHOWN_TEXT = "signer-saw-shown-text", Note, Limit, "It is proved what was signed, not what was read.";
    TIP_AS_FETCHED = "tip-as-fetched", Note, Limit, "The tip of the target is the one that was fetched.";
    NOT_THE_GATE = "not-the-gate", Note, Limit, "A local or staged run advises; only the gate on the target decides.";
}
