//! What a term of a selector wants of a key.

/// What a selector wants of a key (Kubernetes' `LabelSelectorOperator`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// It is there, with one of the values.
    In,
    /// It is not there with one of the values.
    NotIn,
    /// It is there.
    Exists,
    /// It is not there.
    DoesNotExist,
}

impl Operator {
    /// Returns the operator of a name, as manifests write it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "In" => Some(Self::In),
            "NotIn" => Some(Self::NotIn),
            "Exists" => Some(Self::Exists),
            "DoesNotExist" => Some(Self::DoesNotExist),
            _ => None,
        }
    }

    /// Says whether what stands under a key is what is wanted, given the values that are listed.
    #[must_use]
    pub fn holds(self, values: &[String], found: Option<&str>) -> bool {
        let is_listed = || found.is_some_and(|found| values.iter().any(|value| value == found));
        match self {
            Self::In => is_listed(),
            Self::NotIn => !is_listed(),
            Self::Exists => found.is_some(),
            Self::DoesNotExist => found.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_not_listed() {
        let values = ["dev".to_owned(), "qa".to_owned()];
        for (name, values, held) in [
            ("In", &values[..], [true, false, false]),
            ("NotIn", &values[..], [false, true, true]),
            ("Exists", &[], [true, true, false]),
            ("DoesNotExist", &[], [false, false, true]),
        ] {
            let operator = Operator::named(name).unwrap();
            let found = [Some("qa"), Some("prod"), None];
            let holds = found.map(|found| operator.holds(values, found));
            assert_eq!(holds, held, "{name}");
        }
        assert_eq!(Operator::named("in"), None);
    }
}
