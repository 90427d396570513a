//! What relieves a change of duties by somebody's signature: granted exceptions, a declared
//! emergency; and the declarations on the target that nobody has reviewed yet.
//!
//! A grant and a declaration relax, so they count only from the judged tree: what made a change
//! pass must land with it. A review closes what is open, so it counts from wherever it is found.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::git::Oid;
use crate::names;
use crate::policy::{Emergency, Kernel};
use crate::statement::{About, Decision, Declaration, Grant, Statement};
use crate::time::Instant;

use super::sound::{Why, authority, before_now, held_at, here, known, not_used_up, same_rules};
use super::{Context, Found, Rejected};

/// How long a declaration counts after it was signed, in seconds (a day).
const DECLARATION_AGE: i64 = 86_400;

/// What relieves one change of duties.
#[derive(Clone, Debug, Default)]
pub struct Reliefs {
    /// Exceptions whose grant counts, sorted by exception.
    pub grants: Vec<Granted>,
    /// The declaration on this change, if one counts.
    pub declaration: Option<DeclaredEmergency>,
    /// Declarations on the target that nobody has reviewed, sorted by their day.
    pub awaited: Vec<AwaitedReview>,
    /// The statements that all this rests on, sorted by digest.
    pub counted: Vec<Statement>,
    /// Those that do not count, each with its reason.
    pub rejected: Vec<Rejected>,
}

/// An exception that was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Its id.
    pub exception: String,
    /// Who granted it.
    pub person: String,
    /// The role exercised.
    pub role: String,
    /// The statement's digest.
    pub statement: String,
}

/// A declaration that a change restores at once what was approved before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredEmergency {
    /// The incident.
    pub incident: String,
    /// Who declared it.
    pub declared_by: String,
    /// The role exercised.
    pub role: String,
    /// The commit whose values it brings back.
    pub restores: Oid,
    /// When it must have been reviewed.
    pub review_due: Instant,
    /// The declaration's digest.
    pub statement: String,
    /// Why the change is no such restore, so that its duties stand; `null` where it is one.
    pub refused: Option<String>,
}

/// A declaration on the target that nobody has reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwaitedReview {
    /// The incident.
    pub incident: String,
    /// Who declared it.
    pub declared_by: String,
    /// When it must have been reviewed.
    pub due: Instant,
    /// The declaration's digest.
    pub statement: String,
}

/// The statements that may relieve, with where they were found.
pub struct Offered<'a> {
    /// Grants, declarations and reviews.
    pub found: &'a [Found],
    /// Ids of those in the judged tree.
    pub in_tree: &'a BTreeSet<String>,
    /// Ids of those in the tree of the target's tip.
    pub on_target: &'a BTreeSet<String>,
}

/// Sorts out what relieves a change.
pub fn reliefs(offered: &Offered, context: &Context) -> Reliefs {
    let mut reliefs = Reliefs::default();
    let mut read: BTreeMap<&str, &Statement> = BTreeMap::new();
    for one in offered.found {
        match one.statement() {
            Ok(statement) => {
                read.insert(&statement.digest, statement);
            }
            Err(refused) => reliefs.rejected.push(Rejected::unread(one, refused)),
        }
    }
    let emergency = context.kernel.emergency.as_ref();
    let on_target: Vec<(&Statement, &Emergency)> = read
        .values()
        .filter(|statement| offered.on_target.contains(&statement.digest))
        .filter_map(|statement| Some((*statement, emergency?)))
        .filter(|(statement, emergency)| was_declared(statement, emergency, context))
        .collect();
    let mut refused_grants = Vec::new();
    for statement in read.values() {
        let in_tree = offered.in_tree.contains(&statement.digest);
        match &statement.approval.about {
            Some(About::Grant(about)) => match grant(statement, about, in_tree, context) {
                Ok(granted) => {
                    reliefs.grants.push(granted);
                    reliefs.counted.push((*statement).clone());
                }
                Err(why) => refused_grants.push((about.exception.as_str(), why.of(statement))),
            },
            Some(About::Declaration(about)) if statement.subject == context.digest => {
                match declaration(statement, about, in_tree, &on_target, context) {
                    Ok(declared) => {
                        // Two people may declare one restore; the first by digest stands for both.
                        reliefs.declaration.get_or_insert(declared);
                        reliefs.counted.push((*statement).clone());
                    }
                    Err(why) => reliefs.rejected.push(why.of(statement)),
                }
            }
            _ => {}
        }
    }
    // Beside a grant that counts, another copy of it is no news.
    let is_granted = |id: &str| reliefs.grants.iter().any(|granted| granted.exception == id);
    let news = refused_grants.into_iter().filter(|(id, _)| !is_granted(id));
    reliefs.rejected.extend(news.map(|(_, rejected)| rejected));
    for (declared, emergency) in on_target {
        let mut closed = false;
        for review in read.values().filter(|review| is_review_of(review, declared)) {
            match reviews(review, declared, emergency, context) {
                Ok(()) => closed = true,
                Err(why) => reliefs.rejected.push(why.of(review)),
            }
        }
        if let (false, Some(About::Declaration(about))) = (closed, &declared.approval.about) {
            reliefs.awaited.push(AwaitedReview {
                incident: about.incident.clone(),
                declared_by: declared.approval.person.clone(),
                due: emergency.review_due(declared.approval.at),
                statement: declared.digest.clone(),
            });
            reliefs.counted.push(declared.clone());
        }
    }
    reliefs.grants.sort_by(|a, b| (&a.exception, &a.statement).cmp(&(&b.exception, &b.statement)));
    reliefs.awaited.sort_by(|a, b| (a.due, &a.statement).cmp(&(b.due, &b.statement)));
    reliefs.counted.sort_by(|a, b| a.digest.cmp(&b.digest));
    reliefs.counted.dedup_by(|a, b| a.digest == b.digest);
    reliefs
}

fn grant(statement: &Statement, about: &Grant, in_tree: bool, context: &Context) -> Result<Granted, Why> {
    let said = &statement.approval;
    let exception = context.kernel.exceptions.iter().find(|e| e.id == about.exception);
    let Some(exception) = exception.filter(|e| e.digest() == statement.subject) else {
        let message = format!(
            "the exception `{}` in the policy in force is not the text that was signed: grant it again, `countersign approve --exception {}`",
            about.exception, about.exception
        );
        return Err(Why(&names::EXCEPTION_CHANGED, message));
    };
    here(statement, &exception.digest(), context)?;
    authority(statement, context.kernel, context.at)?;
    if said.person != exception.granted_by {
        let message = format!(
            "the policy has `{}` grant `{}`: that person must sign",
            exception.granted_by, exception.id
        );
        return Err(Why(&names::NOT_THE_GRANTER, message));
    }
    before_now(said, context)?;
    known(said, context)?;
    if context.contributors.persons().contains(said.person.as_str()) {
        let message = format!(
            "`{}` granted it and contributed to this change: nobody decides on their own change; the rule itself must be met",
            said.person
        );
        return Err(Why(&names::CONTRIBUTOR, message));
    }
    lands_too(statement, in_tree)?;
    Ok(Granted {
        exception: exception.id.clone(),
        person: said.person.clone(),
        role: said.role.clone(),
        statement: statement.digest.clone(),
    })
}

fn declaration(
    statement: &Statement,
    about: &Declaration,
    in_tree: bool,
    on_target: &[(&Statement, &Emergency)],
    context: &Context,
) -> Result<DeclaredEmergency, Why> {
    let said = &statement.approval;
    let Some(emergency) = &context.kernel.emergency else {
        let message =
            "the policy in force has no `emergency`: the duties of the change must be met".to_owned();
        return Err(Why(&names::NO_EMERGENCY, message));
    };
    here(statement, context.digest, context)?;
    authority(statement, context.kernel, context.at)?;
    before_now(said, context)?;
    known(said, context)?;
    if said.at < context.at.plus_seconds(-DECLARATION_AGE) {
        let message =
            format!("it was declared at {}, and a declaration counts for a day: declare it again", said.at);
        return Err(Why(&names::TOO_OLD, message));
    }
    same_rules(said, context)?;
    not_used_up(said, context)?;
    lands_too(statement, in_tree)?;
    let since = emergency.counted_from(context.at);
    let counts = |other: &Statement| {
        other.digest != statement.digest && other.approval.at.plus_seconds(DECLARATION_AGE) >= since
    };
    let earlier = on_target.iter().filter(|(other, _)| counts(other)).count();
    if earlier >= emergency.at_most as usize {
        let message = format!(
            "the target holds {earlier} of the last {}, and the policy allows {}: the duties of the change must be met",
            emergency.counted_within, emergency.at_most
        );
        return Err(Why(&names::EMERGENCIES_SPENT, message));
    }
    let restores = Oid::parse(&about.restores).expect("reading a declaration checked it");
    Ok(DeclaredEmergency {
        incident: about.incident.clone(),
        declared_by: said.person.clone(),
        role: said.role.clone(),
        restores,
        review_due: emergency.review_due(said.at),
        statement: statement.digest.clone(),
        refused: None,
    })
}

/// Tells whether a statement on the target declared an emergency by the roles of its own day: who
/// has left since leaves a review open all the same.
fn was_declared(statement: &Statement, emergency: &Emergency, context: &Context) -> bool {
    let said = &statement.approval;
    said.decision == Decision::DeclareEmergency
        && said.repository == context.kernel.repository
        && said.target == context.target
        && emergency.declared_by.contains(&said.role)
        && held_at(statement, context.kernel, &[("at the time of signing", said.at)]).is_ok()
}

fn is_review_of(statement: &Statement, declared: &Statement) -> bool {
    let about = statement.approval.about.as_ref();
    matches!(about, Some(About::Review(review)) if review.declaration == declared.digest)
}

/// Checks a review: by the roles of its own day, so that a reviewer who leaves reopens nothing.
fn reviews(
    statement: &Statement,
    declared: &Statement,
    emergency: &Emergency,
    context: &Context,
) -> Result<(), Why> {
    let said = &statement.approval;
    here(statement, &declared.subject, context)?;
    held_at(statement, context.kernel, &[("at the time of signing", said.at)])?;
    reviewing(&said.role, emergency, context.kernel)?;
    before_now(said, context)?;
    let contributed = declared.approval.contributors.iter().any(|c| c.person == said.person);
    if contributed || said.person == declared.approval.person {
        let message = format!(
            "`{}` declared the emergency or made the change: someone else who may review must look at it",
            said.person
        );
        return Err(Why(&names::CONTRIBUTOR, message));
    }
    if said.at < declared.approval.at {
        let message =
            "it was signed before what it reviews was declared: review it, then sign again".to_owned();
        return Err(Why(&names::FUTURE_DATED, message));
    }
    Ok(())
}

fn reviewing(role: &str, emergency: &Emergency, kernel: &Kernel) -> Result<(), Why> {
    if emergency.review_by.iter().any(|r| r == role) {
        return Ok(());
    }
    let roles = emergency.review_by.join(" or ");
    let message = format!("`emergency` of {} has {roles} review, not `{role}`", kernel.repository);
    Err(Why(&names::ROLE_NOT_NAMED, message))
}

fn lands_too(statement: &Statement, in_tree: bool) -> Result<(), Why> {
    if in_tree {
        return Ok(());
    }
    let message = format!(
        "what relaxes a duty must land with the change: commit `{}` to its branch",
        crate::statement::file_name(statement)
    );
    Err(Why(&names::RELAX_NOT_IN_TREE, message))
}
