//! Who can sign at an instant, and what a duty asks of them.

use std::collections::{BTreeSet, HashMap};

use crate::policy::{self, Duty, Kernel, Need, Person};
use crate::time::Instant;
use crate::verdict::assign;

/// The people of a policy as they stand at an instant, numbered in the order of their ids.
pub struct People<'p> {
    kernel: &'p Kernel,
    persons: Vec<&'p Person>,
    /// The holders of each role who can sign.
    roles: HashMap<&'p str, Vec<Holder>>,
    owners: HashMap<&'p str, &'p str>,
    /// Of people who hold the same roles, as many as any duty could ask for: whatever all of them
    /// can or cannot do, these can or cannot.
    enough: Vec<bool>,
}

#[derive(Clone, Copy)]
struct Holder {
    person: usize,
    delegate: bool,
}

/// What one duty asks of people: for each approval, who could give it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Demand {
    /// One entry for each approval: the people, by number, sorted.
    pub slots: Vec<Vec<usize>>,
}

impl<'p> People<'p> {
    /// Lists who can sign at an instant. Somebody without any key yet counts, since keys come
    /// with the first signature; somebody whose keys have all lapsed does not.
    pub fn new(kernel: &'p Kernel, at: Instant) -> People<'p> {
        let mut persons: Vec<&Person> = kernel.persons.iter().collect();
        persons.sort_by(|a, b| a.id.cmp(&b.id));
        let number: HashMap<&str, usize> =
            persons.iter().enumerate().map(|(n, person)| (person.id.as_str(), n)).collect();
        let signs = |person: &Person| {
            policy::within(None, person.until, at)
                && (person.keys.is_empty() || person.keys.iter().any(|k| policy::within(k.from, k.until, at)))
        };
        let mut roles: HashMap<&str, Vec<Holder>> = HashMap::new();
        for role in &kernel.roles {
            let now = role.members.iter().filter(|m| policy::within(m.from, m.until, at));
            let holders = now.filter_map(|member| {
                let person = *number.get(member.person.as_str())?;
                signs(persons[person]).then_some(Holder { person, delegate: member.delegate })
            });
            roles.insert(&role.id, holders.collect());
        }
        let owners = kernel.systems.iter().map(|s| (s.id.as_str(), s.owner.as_str())).collect();
        let enough = enough(&roles, persons.len(), most_asked(kernel));
        People { kernel, persons, roles, owners, enough }
    }

    /// Lists who could give an approval in a role, but of people who hold the same roles only as
    /// many as matter to whether duties can be met.
    pub(super) fn representatives(&self, role: &str, in_person: bool) -> impl Iterator<Item = usize> {
        let holders = self.roles.get(role).into_iter().flatten();
        let able = holders.filter(move |h| !(in_person && h.delegate)).map(|h| h.person);
        able.filter(|person| self.enough[*person])
    }

    /// Returns the person of a number.
    pub fn person(&self, number: usize) -> &'p Person {
        self.persons[number]
    }

    /// Lists everybody by number.
    pub fn all(&self) -> std::ops::Range<usize> {
        0..self.persons.len()
    }

    /// Returns the roles that a need names for a change of a system, `owner` resolved.
    pub fn roles_of(&self, need: &'p Need, system: &str) -> BTreeSet<&'p str> {
        let mut roles = BTreeSet::new();
        for role in &need.roles {
            match (role.as_str(), self.owners.get(system)) {
                ("owner", Some(owner)) => {
                    roles.insert(*owner);
                }
                ("owner", None) => roles.extend(self.kernel.owners(system)),
                (role, _) => {
                    roles.insert(role);
                }
            }
        }
        roles
    }

    /// Lists who could give an approval in any of some roles, sorted.
    pub fn holders(&self, roles: &BTreeSet<&str>, in_person: bool) -> Vec<usize> {
        let holders = roles.iter().filter_map(|role| self.roles.get(role)).flatten();
        let able = holders.filter(|h| !(in_person && h.delegate)).map(|h| h.person);
        able.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Returns what a duty asks of people for a change of a system; `None` for one that nothing
    /// satisfies.
    pub fn demand(&self, duty: &'p Duty, system: &str) -> Option<Demand> {
        let Duty::Require { approvals, .. } = duty else { return None };
        let mut slots = Vec::new();
        for need in approvals {
            let able = self.holders(&self.roles_of(need, system), need.in_person);
            // One more than there are people is as unreachable as any larger number.
            let count = (need.count as usize).min(self.persons.len() + 1);
            slots.extend(std::iter::repeat_n(able, count));
        }
        Some(Demand { slots })
    }

    /// Tells whether distinct people can give every approval, without those left out.
    pub fn can_meet(&self, demand: &Demand, without: &BTreeSet<usize>) -> bool {
        if demand.slots.len() > self.persons.len() {
            return false;
        }
        let slots: Vec<Vec<usize>> = demand
            .slots
            .iter()
            .map(|able| able.iter().copied().filter(|p| !without.contains(p)).collect())
            .collect();
        assign(&slots, self.persons.len()).iter().all(Option::is_some)
    }

    /// Tells whether some people can give every approval.
    fn is_met_by(&self, demand: &Demand, chosen: &[usize]) -> bool {
        let able = |slot: &Vec<usize>| -> Vec<usize> {
            chosen.iter().copied().filter(|person| slot.binary_search(person).is_ok()).collect()
        };
        let slots: Vec<Vec<usize>> = demand.slots.iter().map(able).collect();
        slots.len() <= chosen.len() && assign(&slots, self.persons.len()).iter().all(Option::is_some)
    }

    /// Chooses the approvals by which some people meet several duties: person and role.
    pub fn signatures(
        &self,
        duties: &[&'p Duty],
        system: &str,
        signers: &[usize],
    ) -> BTreeSet<(&'p str, &'p str)> {
        let mut signed = BTreeSet::new();
        for duty in duties {
            let (Duty::Require { approvals, .. }, Some(demand)) = (*duty, self.demand(duty, system)) else {
                continue;
            };
            let needs = approvals.iter().flat_map(|need| std::iter::repeat_n(need, need.count as usize));
            let slots: Vec<Vec<usize>> = demand
                .slots
                .iter()
                .map(|able| able.iter().copied().filter(|person| signers.contains(person)).collect())
                .collect();
            let filled = assign(&slots, self.persons.len());
            for (need, person) in needs.zip(filled).filter_map(|(need, person)| Some((need, person?))) {
                let holds =
                    |role: &&&str| self.holders(&BTreeSet::from([**role]), need.in_person).contains(&person);
                let roles = self.roles_of(need, system);
                signed.extend(roles.iter().find(holds).map(|role| (self.persons[person].id.as_str(), *role)));
            }
        }
        signed
    }

    /// Finds the fewest people who can meet several demands together, the smallest by id among
    /// equals; `None` where they cannot, or where more than [`MOST_SIGNERS`] would be needed.
    pub fn fewest(&self, demands: &[Demand], without: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let able: BTreeSet<usize> = demands.iter().flat_map(|d| &d.slots).flatten().copied().collect();
        let able: Vec<usize> = able.difference(without).copied().take(MOST_ABLE).collect();
        let least = demands.iter().map(|d| d.slots.len()).max().unwrap_or(0);
        (least..=MOST_SIGNERS.min(able.len())).find_map(|size| {
            choices(&able, size).find(|chosen| demands.iter().all(|demand| self.is_met_by(demand, chosen)))
        })
    }
}

/// Returns the most approvals that two duties together ask for.
fn most_asked(kernel: &Kernel) -> usize {
    let asked = kernel.rules.iter().map(|rule| match &rule.duty {
        Duty::Require { approvals, .. } => approvals.iter().map(|need| need.count as usize).sum(),
        Duty::Never(_) => 0usize,
    });
    2 * asked.max().unwrap_or(0) + 1
}

/// Chooses, of the people who hold the same roles in the same way, the first so many.
fn enough(roles: &HashMap<&str, Vec<Holder>>, persons: usize, most: usize) -> Vec<bool> {
    let mut held: Vec<BTreeSet<(&str, bool)>> = vec![BTreeSet::new(); persons];
    for (role, holders) in roles {
        holders.iter().for_each(|holder| {
            held[holder.person].insert((role, holder.delegate));
        });
    }
    let mut alike: HashMap<BTreeSet<(&str, bool)>, usize> = HashMap::new();
    let counted = held.into_iter().map(|held| {
        let before = alike.entry(held).or_default();
        *before += 1;
        *before <= most
    });
    counted.collect()
}

/// The most people that [`People::fewest`] looks for.
pub const MOST_SIGNERS: usize = 5;
/// The most people that [`People::fewest`] chooses from.
const MOST_ABLE: usize = 16;

/// Lists every choice of `size` of some things, in lexical order.
pub(super) fn choices<T: Copy>(of: &[T], size: usize) -> impl Iterator<Item = Vec<T>> + '_ {
    let mut next = (size <= of.len()).then(|| (0..size).collect::<Vec<usize>>());
    std::iter::from_fn(move || {
        let current = next.take()?;
        let mut following = current.clone();
        // Move the last place that still has room to its right, and line up the ones after it.
        let movable = (0..size).rev().find(|place| following[*place] + size - place < of.len());
        if let Some(place) = movable {
            following[place] += 1;
            for later in place + 1..size {
                following[later] = following[later - 1] + 1;
            }
            next = Some(following);
        }
        Some(current.into_iter().map(|i| of[i]).collect())
    })
}
