//! Go's `math.Pow(10, n)`, which is not the float nearest to the power.

/// Returns ten to the power of a whole number, by squaring a fraction and an exponent apart, with Go's roundings.
pub(crate) fn of_ten(exponent: i64) -> f64 {
    match exponent {
        0 => return 1.0,
        1 => return 10.0,
        _ => {}
    }
    // Go takes the exponent as a float.
    let mut rest = (exponent as f64).abs() as u64;
    let (mut product, mut binary) = (1.0f64, 0i64);
    let (mut square, mut square_binary) = (0.625f64, 4i64);
    while rest != 0 {
        if square_binary.abs() > 1 << 12 {
            // Overflow or underflow is certain; Go stops here as well.
            binary = binary.wrapping_add(square_binary);
            break;
        }
        if rest & 1 == 1 {
            product *= square;
            binary += square_binary;
        }
        square *= square;
        square_binary <<= 1;
        if square < 0.5 {
            square += square;
            square_binary -= 1;
        }
        rest >>= 1;
    }
    if exponent < 0 {
        scaled(1.0 / product, -binary)
    } else {
        scaled(product, binary)
    }
}

/// Returns `fraction * 2^binary`, rounded once.
fn scaled(mut fraction: f64, mut binary: i64) -> f64 {
    while fraction < 0.5 {
        fraction *= 2.0;
        binary -= 1;
    }
    match binary {
        1025.. => f64::INFINITY,
        ..=-1080 => 0.0,
        // Two steps keep the factor itself in range; the first one is exact.
        -1079..=-1000 => fraction * 2f64.powi((binary + 100) as i32) * 2f64.powi(-100),
        _ => fraction * 2f64.powi((binary - 1) as i32) * 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_powers_are_exact_and_the_ends_are_infinite_or_zero() {
        assert_eq!(of_ten(3), 1000.0);
        assert_eq!(of_ten(22), 1e22);
        assert_eq!(of_ten(400), f64::INFINITY);
        assert_eq!(of_ten(-400), 0.0);
        assert_eq!(of_ten(308), 1.0000000000000006e308);
        assert_eq!(of_ten(-308), 9.999999999999994e-309);
        assert_eq!(of_ten(-320), 1e-320);
        assert_eq!(of_ten(-323), 1e-323);
        assert_eq!(of_ten(-324), 0.0);
        assert_eq!(of_ten(309), f64::INFINITY);
        assert_eq!(of_ten(-2), 0.01);
    }
}
