//! Who has signed and who still could: statements and roles at the instant of the verdict.

use std::collections::{BTreeMap, BTreeSet};

use crate::approval::{Approvals, Contributors};
use crate::policy::{self, Kernel, Need, Person};
use crate::statement::Decision;
use crate::time::{Instant, Period};

/// How long an approval counts where a rule does not say, in seconds (30 days).
const DEFAULT_VALID: i64 = 30 * 86_400;
/// How far ahead of the instant a signer's clock may be, in seconds (5 minutes).
const CLOCK_SKEW: i64 = 300;

/// The signed decisions on one change and what they need from the policy to count.
pub(super) struct Signers<'a> {
    kernel: &'a Kernel,
    at: Instant,
    contributors: BTreeSet<&'a str>,
    /// Live approvals, by person: (role, digest, time), sorted.
    approvals: BTreeMap<&'a str, Vec<(&'a str, &'a str, Instant)>>,
    /// Live vetoes: (person, role, digest), sorted.
    vetoes: Vec<(&'a str, &'a str, &'a str)>,
    /// Approvals that were refused: (person, role, reason), sorted.
    refused: Vec<(&'a str, &'a str, &'a str)>,
}

impl<'a> Signers<'a> {
    pub(super) fn new(
        kernel: &'a Kernel,
        approvals: &'a Approvals,
        contributors: &'a Contributors,
        at: Instant,
    ) -> Signers<'a> {
        let mut live: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        let mut vetoes = Vec::new();
        for statement in &approvals.counted {
            let (said, digest) = (&statement.approval, statement.digest.as_str());
            match said.decision {
                Decision::Approve => {
                    live.entry(&said.person).or_default().push((said.role.as_str(), digest, said.at));
                }
                Decision::Veto => vetoes.push((said.person.as_str(), said.role.as_str(), digest)),
                // What relieves of duties is no consent to them.
                Decision::Lift
                | Decision::GrantException
                | Decision::DeclareEmergency
                | Decision::ReviewEmergency => {}
            }
        }
        live.values_mut().for_each(|given| given.sort_unstable());
        vetoes.sort_unstable();
        let refused = approvals.rejected.iter().filter(|r| r.decision == Some(Decision::Approve));
        let mut refused: Vec<_> = refused.map(|r| (&*r.person, &*r.role, &*r.reason)).collect();
        refused.sort_unstable();
        refused.dedup();
        Signers { kernel, at, contributors: contributors.persons(), approvals: live, vetoes, refused }
    }

    /// Returns the roles of a need for a change of one system.
    pub(super) fn roles(&self, need: &'a Need, system: &str) -> BTreeSet<&'a str> {
        let mut roles = BTreeSet::new();
        for role in &need.roles {
            if role == "owner" {
                roles.extend(self.kernel.owners(system));
            } else {
                roles.insert(role.as_str());
            }
        }
        roles
    }

    /// Returns the role and statement by which a person's approval fills a need, if one does.
    pub(super) fn given(
        &self,
        person: &str,
        roles: &BTreeSet<&str>,
        in_person: bool,
        valid: Option<Period>,
    ) -> Option<(&'a str, &'a str)> {
        if self.contributors.contains(person) {
            return None;
        }
        let counts = |(role, _, at): &&(&str, &str, Instant)| {
            roles.contains(role)
                && self.in_time(*at, valid)
                && self.kernel.holds_role(person, role, *at, in_person)
                && self.kernel.holds_role(person, role, self.at, in_person)
        };
        self.approvals.get(person)?.iter().find(counts).map(|(role, digest, _)| (*role, *digest))
    }

    /// Lists everyone whose approval is here, sorted.
    pub(super) fn approvers(&self) -> impl Iterator<Item = &'a str> {
        self.approvals.keys().copied()
    }

    /// Returns the roles in which a person approved, sorted.
    pub(super) fn approved_as(&self, person: &str) -> impl Iterator<Item = &'a str> {
        self.approvals.get(person).into_iter().flatten().map(|(role, _, _)| *role)
    }

    /// Tells whether a person could fill a need now: holds a role, has a key, did not contribute.
    pub(super) fn could(&self, person: &Person, roles: &BTreeSet<&str>, in_person: bool) -> bool {
        self.why_not(person, roles, in_person).is_some_and(str::is_empty)
    }

    /// Lists the persons of the policy, sorted.
    pub(super) fn persons(&self) -> Vec<&'a Person> {
        let mut persons: Vec<&Person> = self.kernel.persons.iter().collect();
        persons.sort_unstable_by_key(|p| &p.id);
        persons
    }

    /// Says why a holder of a role cannot fill a need; `None` for who holds none of the roles.
    pub(super) fn why_not(
        &self,
        person: &Person,
        roles: &BTreeSet<&str>,
        in_person: bool,
    ) -> Option<&'static str> {
        let holds =
            |in_person| roles.iter().any(|role| self.kernel.holds_role(&person.id, role, self.at, in_person));
        let has_key = person.keys.iter().any(|key| policy::within(key.from, key.until, self.at));
        if !holds(false) {
            None
        } else if self.contributors.contains(person.id.as_str()) {
            Some("contributed to the change")
        } else if !holds(in_person) {
            Some("is a delegate, and this is asked in person")
        } else if !has_key {
            Some("has no key that is valid now")
        } else {
            Some("")
        }
    }

    /// Lists the vetoes of those who could fill a need of these roles; contributors may veto.
    pub(super) fn vetoes(&self, roles: &BTreeSet<&str>) -> Vec<(&'a str, &'a str, &'a str)> {
        let eligible =
            |person: &str| roles.iter().any(|role| self.kernel.holds_role(person, role, self.at, false));
        self.vetoes.iter().copied().filter(|veto| eligible(veto.0)).collect()
    }

    /// Lists every live veto as person, role and statement.
    pub(super) fn standing(&self) -> Vec<(String, String, String)> {
        let owned = |v: &(&str, &str, &str)| (v.0.to_owned(), v.1.to_owned(), v.2.to_owned());
        let mut all: Vec<_> = self.vetoes.iter().map(owned).collect();
        all.dedup();
        all
    }

    /// Lists the refused approvals in some roles, as person and reason.
    pub(super) fn refused(&self, roles: &BTreeSet<&str>) -> Vec<(&'a str, &'a str)> {
        let mut refused: Vec<_> =
            self.refused.iter().filter(|r| roles.contains(r.1)).map(|r| (r.0, r.2)).collect();
        refused.dedup();
        refused
    }

    fn in_time(&self, signed: Instant, valid: Option<Period>) -> bool {
        let last = valid.map_or_else(|| signed.plus_seconds(DEFAULT_VALID), |period| signed.plus(period));
        self.at <= last && signed <= self.at.plus_seconds(CLOCK_SKEW)
    }
}
