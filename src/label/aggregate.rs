//! Several faults told at once.

/// Tells faults as Kubernetes does (`field.ErrorList`): each of them once, in brackets if there are several; `None` for none.
#[must_use]
pub fn aggregate(faults: &[String]) -> Option<String> {
    let mut told: Vec<&str> = Vec::new();
    for fault in faults {
        if !told.contains(&fault.as_str()) {
            told.push(fault);
        }
    }
    match told[..] {
        [] => None,
        [only] => Some(only.to_owned()),
        _ => Some(format!("[{}]", told.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_once() {
        let faults = ["a: b", "c", "a: b"].map(str::to_owned);
        assert_eq!(aggregate(&faults).as_deref(), Some("[a: b, c]"));
        assert_eq!(aggregate(&faults[..1]).as_deref(), Some("a: b"));
        assert_eq!(aggregate(&[]), None);
    }
}
