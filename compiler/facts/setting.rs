//! A setting of a schedule with what is around it, and what becomes of the data where it does not carry its
//! schedule out.

use super::Value;
use super::file::File;
use super::lifecycle::Extent;
use super::module::Resource;
use super::value;
use crate::format::{Node, Unreadable};
use crate::names::{self, Name};
use crate::source::Span;
use crate::time::{Period, PeriodUnit};

/// What becomes of the data of a schedule, where its setting does not carry it out.
pub(super) enum Carried {
    /// It surely goes at another time, or never.
    At(Value, Unreadable),
    /// Nobody can tell.
    Unclear(Unreadable),
}

/// A number of days in a lifecycle rule, and what is around it.
pub(super) struct Setting<'n> {
    /// The file.
    pub(super) path: &'n str,
    /// The same, as it was read.
    pub(super) file: &'n File,
    /// What the rules are written for, each inside of the one before: the resource of Terraform, or what the file has.
    pub(super) holders: Vec<&'n Node>,
    /// The rules.
    pub(super) rules: &'n [Node],
    /// The one around the number.
    pub(super) rule: &'n Node,
    /// The number.
    pub(super) number: &'n Node,
    /// The data.
    pub(super) data: Extent<'n>,
    /// How much longer copies may live.
    pub(super) backups: Option<Period>,
    /// What the files of the folder say of the same storage, and why one of them cannot be read.
    pub(super) module: (Vec<Resource<'n>>, Option<(&'n str, &'n str)>),
}

/// The seconds of a day.
pub(super) const DAY: u64 = 86_400;

/// Returns seconds as a period, of days where they are whole.
pub(super) fn period(seconds: u64) -> Period {
    match seconds % DAY {
        0 => Period { n: seconds / DAY, unit: PeriodUnit::Days },
        _ => Period { n: seconds, unit: PeriodUnit::Seconds },
    }
}

/// Returns seconds as the value of a setting.
pub(super) fn duration(seconds: u64) -> Value {
    value::duration(period(seconds))
}

impl Setting<'_> {
    /// Tells whether a resource is the one around the setting.
    pub(super) fn is_own(&self, one: &Resource<'_>) -> bool {
        self.holders.iter().any(|holder| std::ptr::eq(*holder, one.body))
    }

    /// Shows a place, and gives its bytes where it is in the file of the setting.
    pub(super) fn place(&self, path: &str, file: &File, node: &Node) -> (String, Option<Span>) {
        let at = file.place(node.span).map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        (format!("{path}{at}"), std::ptr::eq(file, self.file).then_some(node.span))
    }
}

/// Says why, at bytes of the file of the setting.
pub(super) fn cause(name: &'static Name, span: Option<Span>, message: String) -> Unreadable {
    Unreadable { span, ..Unreadable::new(name, message) }
}

/// Says that the data surely is never erased.
pub(super) fn never(name: &'static Name, node: &Node, message: String) -> Carried {
    Carried::At(endless(), Unreadable { span: Some(node.span), ..Unreadable::new(name, message) })
}

/// Says that nobody can tell.
pub(super) fn unclear(node: &Node, message: String) -> Carried {
    Carried::Unclear(Unreadable { span: Some(node.span), ..Unreadable::new(&names::RULE_UNCLEAR, message) })
}

/// Returns the value of a setting that keeps without end.
pub(super) fn endless() -> Value {
    Value::Duration { n: String::new(), unit: "forever".into() }
}
