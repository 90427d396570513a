//! Statements that delete the rows whose time is over.

use crate::model::governance::{Keep, Retention};
use crate::names;
use crate::policy::{Inexpressible, Schedule, Setting};
use crate::time::{Period, PeriodUnit};

use super::{Options, Refusal, refusal};

/// What the statements are written in, as their first line says.
///
/// Sources: ISO/IEC 9075-2 (names in double quotes are taken as they are written, reserved or not);
/// dev.mysql.com/doc/refman/en/sql-mode.html (`ANSI_QUOTES`); seen 2026-06.
pub(super) const DIALECT: &str = "-- Standard SQL (ISO/IEC 9075): names in double quotes are taken as written. MySQL reads them so with \
     sql_mode ANSI_QUOTES.\n\n";

/// Writes the statement of a schedule, in the SQL of the standard. A row whose time is not known
/// (`NULL`) stays.
pub(super) fn statement(retention: &Retention, options: &Options) -> Result<String, Refusal> {
    let id = &retention.id.name;
    let refuse = |reason, message: &str| Err(refusal(retention, reason, message.to_owned()));
    let column = |event: &str| quoted(options.columns.get(event).map_or(event, String::as_str));
    let table = quoted(options.tables.get(id.as_str()).map_or(id.as_str(), String::as_str));
    let over = match &retention.keep {
        Keep::After(period, event) => {
            let interval = match interval(retention, *period) {
                Ok(interval) => interval,
                Err(message) => return refuse(&names::NOT_WHOLE_DAYS, message),
            };
            format!("{} < CURRENT_TIMESTAMP - {interval}", column(&event.name))
        }
        Keep::Until(event) => format!("{} < CURRENT_TIMESTAMP", column(&event.name)),
        Keep::While(_) => {
            return refuse(
                &names::NO_PERIOD,
                "it is kept while something lasts, and no column tells when that ends",
            );
        }
        Keep::Nothing => return refuse(&names::NO_PERIOD, "nothing is kept: there is no row to delete"),
        Keep::Forever(_) => return refuse(&names::NO_PERIOD, "it is kept forever: nothing is to be deleted"),
    };
    let keep = Schedule::keeping(retention);
    Ok(format!("-- {id}: {keep}\nDELETE FROM {table}\nWHERE {over};\n"))
}

/// Quotes each part of a name: `order` is a word of the language otherwise.
fn quoted(name: &str) -> String {
    let parts: Vec<String> =
        name.split('.').map(|part| format!("\"{}\"", part.replace('"', "\"\""))).collect();
    parts.join(".")
}

/// Writes a period. Months are those of the calendar, unless the schedule says how they count in days.
fn interval(retention: &Retention, period: Period) -> Result<String, &'static str> {
    let days = || match Schedule::period_in(retention, "days") {
        Ok(Setting::Number(days)) => Ok(format!("INTERVAL '{days}' DAY")),
        Ok(Setting::Forever)
        | Err(Inexpressible::NoPeriod | Inexpressible::Rounding | Inexpressible::NotWhole) => {
            Err("it cannot be counted in days")
        }
    };
    match period.unit {
        PeriodUnit::Months if !retention.rounding.is_empty() => days(),
        PeriodUnit::Months => Ok(format!("INTERVAL '{}' MONTH", period.n)),
        PeriodUnit::Days => Ok(format!("INTERVAL '{}' DAY", period.n)),
        PeriodUnit::Seconds => Ok(format!("INTERVAL '{}' SECOND", period.n)),
    }
}
