//! Decimal numbers of any size, as shopspring's decimal 1.4.0 calculates with them.

use num_bigint::{BigInt, Sign};

/// A whole number times a power of ten.
#[derive(Clone, Debug)]
pub(crate) struct Decimal {
    digits: BigInt,
    exponent: i32,
}

/// How many decimals a quotient has.
const PRECISION: i32 = 16;

impl Decimal {
    /// Returns a float's shortest decimal digits.
    ///
    /// # Errors
    /// The text of Go's panic for what is no finite number.
    pub(crate) fn of(value: f64) -> Result<Self, String> {
        let shown = if value.is_nan() {
            "NaN"
        } else if value == f64::INFINITY {
            "+Inf"
        } else if value == f64::NEG_INFINITY {
            "-Inf"
        } else {
            return Ok(Self::parse(&format!("{value:e}")).unwrap_or_default());
        };
        Err(format!("Cannot create a Decimal from {shown}"))
    }

    /// Reads `1.25e-3`.
    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent: i32 = exponent.parse().ok()?;
        Some(Self {
            digits: format!("{whole}{fraction}").parse().ok()?,
            exponent: exponent.checked_sub(fraction.len() as i32)?,
        })
    }

    /// Returns the nearest float.
    pub(crate) fn float(&self) -> f64 {
        format!("{}e{}", self.digits, self.exponent)
            .parse()
            .unwrap_or(0.0)
    }

    /// Returns the digits for a lower exponent.
    fn digits_at(&self, exponent: i32) -> BigInt {
        &self.digits * ten_to(self.exponent.abs_diff(exponent))
    }

    /// Returns the sum.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        Self {
            digits: self.digits_at(exponent) + other.digits_at(exponent),
            exponent,
        }
    }

    /// Returns the difference.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self {
            digits: -&other.digits,
            exponent: other.exponent,
        })
    }

    /// Returns the product.
    pub(crate) fn times(&self, other: &Self) -> Self {
        Self {
            digits: &self.digits * &other.digits,
            exponent: self.exponent + other.exponent,
        }
    }

    /// Returns the quotient to 16 decimals, halves rounded away from zero.
    ///
    /// # Errors
    /// The text of Go's panic for a divisor of 0.
    pub(crate) fn over(&self, other: &Self) -> Result<Self, String> {
        if other.digits.sign() == Sign::NoSign {
            return Err("decimal division by 0".to_owned());
        }
        let shift = self.exponent - other.exponent + PRECISION;
        let (dividend, divisor) = if shift < 0 {
            let divisor = &other.digits * ten_to(shift.unsigned_abs());
            (self.digits.clone(), divisor)
        } else {
            let dividend = &self.digits * ten_to(shift.unsigned_abs());
            (dividend, other.digits.clone())
        };
        let quotient = &dividend / &divisor;
        let rest = &dividend - &quotient * &divisor;
        let rounds =
            BigInt::from(rest.magnitude() * 2u8) >= BigInt::from(divisor.magnitude().clone());
        let away = i32::from(rounds)
            * if self.is_negative() == other.is_negative() {
                1
            } else {
                -1
            };
        Ok(Self {
            digits: quotient + away,
            exponent: -PRECISION,
        })
    }

    fn is_negative(&self) -> bool {
        self.digits.sign() == Sign::Minus
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self {
            digits: BigInt::ZERO,
            exponent: 0,
        }
    }
}

fn ten_to(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: f64) -> Decimal {
        Decimal::of(value).unwrap()
    }

    #[test]
    fn sums_are_decimal() {
        assert_eq!(of(1.1).plus(&of(2.2)).float(), 3.3);
        assert_eq!(of(0.3).minus(&of(0.1)).float(), 0.2);
        assert_eq!(of(1e300).times(&of(1e300)).float(), f64::INFINITY);
    }

    #[test]
    fn quotients_have_sixteen_decimals() {
        let quotient = |a, b| of(a).over(&of(b)).unwrap().float();
        assert_eq!(quotient(1.0, 3.0), 0.333_333_333_333_333_3);
        assert_eq!(quotient(-2.0, 3.0), -0.666_666_666_666_666_7);
        assert_eq!(quotient(1.0, 1e20), 0.0);
        assert!(of(1.0).over(&of(0.0)).is_err());
        assert!(Decimal::of(f64::NAN).is_err());
    }
}
