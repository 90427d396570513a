//! Where data may not simply leave.

use std::collections::BTreeSet;

use crate::law;
use crate::model::governance::Stage;
use crate::model::{Model, System};
use crate::policy;

/// Areas that personal data may leave only on a ground: GDPR Art. 44 and the same article of the
/// UK GDPR.
const GUARDED: &[&str] = &["eea", "gb"];

/// Places outside of both areas for which both have found an adequate level of protection, for
/// transfers of every sort: Commission Decisions 2000/518/EC, 2011/61/EU, (EU) 2019/419, 2013/65/EU
/// and (EU) 2022/254; in the United Kingdom by the Data Protection Act 2018, Sch. 21, and for Korea
/// since 2022-12-19. Canada (commercial organisations only) and the United States (participants of
/// the Data Privacy Framework only) are not among them; nor is Brazil, which the Union alone has
/// found adequate (Implementing Decision (EU) 2026/179 of 2026-01-26, read on eur-lex.europa.eu). Read on
/// 2026-11-26: a stored copy of the Union's own list from before Brazil was on it, and the report COM(2024) 7 on
/// the older decisions; of the United Kingdom a law firm's undated page that lists its regulations, which is the
/// fact `uk_adequacy` of the library, confidence low; the regulations themselves were not. Japan and Korea are
/// on it for what their own data protection acts are about.
const ADEQUATE: &[&str] = &["ch", "il", "jp", "kr", "nz"];

/// Places that have a word in the library and for which neither area was known to have found
/// adequacy on 2026-11-23.
const INADEQUATE: &[&str] = &["ae", "au", "cn", "hk", "in", "mx", "sg", "tr", "za"];

/// The places that a policy can name, and what is known of leaving them.
#[derive(Debug)]
pub struct Places<'a>(law::Places<'a>);

impl<'a> Places<'a> {
    /// Gathers those of the library and of the policy.
    pub fn new(model: &'a Model) -> Places<'a> {
        Places(law::Places::new([policy::words(), &model.governance.words]))
    }

    /// Returns the area of law that a place belongs to.
    pub fn area<'s>(&'s self, place: &'s str) -> &'s str {
        self.0.area(place)
    }

    /// Tells whether a place is another one or lies in it.
    pub fn lies_in(&self, place: &str, larger: &str) -> bool {
        self.0.lies_in(place, larger)
    }

    /// Tells whether two places have a part in common.
    pub fn meet(&self, one: &str, other: &str) -> bool {
        self.0.meet(one, other)
    }

    /// Returns the areas that a system serves.
    pub fn served<'s>(&'s self, system: &'s System) -> BTreeSet<&'s str> {
        system.serves.iter().map(|place| self.area(place)).collect()
    }

    /// Tells whether personal data of a system may leave the areas that it serves only on a ground.
    pub fn is_guarded(&self, system: &System) -> bool {
        self.served(system).iter().any(|area| GUARDED.contains(area))
    }

    /// Lists the places of a step that lie in no area that the system serves.
    pub fn outside<'s>(&self, system: &System, stage: &'s Stage) -> Vec<&'s str> {
        let served = self.served(system);
        let mut outside: Vec<&str> = stage
            .reached()
            .map(|id| id.name.as_str())
            .filter(|place| !served.contains(self.area(place)))
            .collect();
        outside.sort_unstable();
        outside.dedup();
        outside
    }

    /// Tells whether every guarded area has found that a place protects data well enough.
    pub fn is_adequate(&self, place: &str) -> bool {
        let area = self.area(place);
        ADEQUATE.contains(&area) || GUARDED.contains(&area)
    }

    /// Tells whether no guarded area is known to have found so.
    pub fn is_inadequate(&self, place: &str) -> bool {
        INADEQUATE.contains(&self.area(place))
    }
}
