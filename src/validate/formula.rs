//! Closed forms over the columns of a table, as inputs and as references.
//!
//! `formula = "0.01 + 0.98*abs(sin(time_s))/(1 + abs(cos(time_s)))"`: numbers, names of columns (in single quotes
//! where they hold other signs than letters, digits, `_`, `.`, `[` and `]`), `pi`, + − · / ^, brackets, and the
//! functions of [`ONE`] and [`TWO`].

use super::{data::Data, fields::near};

/// A function of one number.
type One = fn(f64) -> f64;
/// A function of two numbers.
type Two = fn(f64, f64) -> f64;

/// Functions of one number.
const ONE: [(&str, One); 10] = [
    ("abs", f64::abs),
    ("sin", f64::sin),
    ("cos", f64::cos),
    ("exp", f64::exp),
    ("ln", f64::ln),
    ("sqrt", f64::sqrt),
    ("floor", f64::floor),
    ("tanh", f64::tanh),
    ("erf", erf),
    ("step", |x| if x >= 0.0 { 1.0 } else { 0.0 }),
];

/// Error function to 1.5e-7: Abramowitz & Stegun (1964), eq. 7.1.26.
fn erf(x: f64) -> f64 {
    const A: [f64; 5] = [
        1.061_405_429,
        -1.453_152_027,
        1.421_413_741,
        -0.284_496_736,
        0.254_829_592,
    ];
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let sum = A.iter().fold(0.0, |sum, a| sum * t + a) * t;
    (1.0 - sum * (-x * x).exp()).copysign(x)
}

/// Functions of two numbers.
const TWO: [(&str, Two); 3] = [
    ("min", f64::min),
    ("max", f64::max),
    ("mod", f64::rem_euclid),
];

/// Deepest nesting of brackets and signs.
const DEEPEST: u32 = 64;

/// One operation on a stack.
#[derive(Clone, Copy)]
enum Op {
    Number(f64),
    Column(usize),
    One(One),
    Two(Two),
}

/// A formula read against the columns of a table, in reverse Polish order.
pub(super) struct Formula {
    ops: Vec<Op>,
}

impl Formula {
    /// Reads `text`, whose names are columns of `data`.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(text: &str, data: &Data) -> Result<Self, String> {
        let mut reader = Reader {
            text,
            at: 0,
            depth: 0,
            data,
            ops: vec![],
        };
        reader.sum()?;
        match reader.next() {
            None => Ok(Self { ops: reader.ops }),
            Some(c) => Err(reader.wrong(&format!("`{c}` was not expected"))),
        }
    }

    /// Its value in every row of `data`.
    pub fn over(&self, data: &Data) -> Vec<f64> {
        let mut columns: Vec<Vec<f64>> = vec![vec![]; data.names().len()];
        for op in &self.ops {
            if let Op::Column(at) = *op {
                columns[at] = data.numbers(at);
            }
        }
        (0..data.len())
            .map(|row| self.value(|column| columns[column][row]))
            .collect()
    }

    /// Its value where column `i` of the table is `column(i)`. A stack that runs out, which no parsed formula leaves,
    /// gives no number.
    pub fn value(&self, column: impl Fn(usize) -> f64) -> f64 {
        let mut stack: Vec<f64> = Vec::with_capacity(self.ops.len());
        for op in &self.ops {
            let mut pop = || stack.pop().unwrap_or(f64::NAN);
            let value = match *op {
                Op::Number(x) => x,
                Op::Column(at) => column(at),
                Op::One(f) => f(pop()),
                Op::Two(f) => {
                    let b = pop();
                    f(pop(), b)
                }
            };
            stack.push(value);
        }
        stack.pop().unwrap_or(f64::NAN)
    }
}

/// Recursive descent: sum, product, sign, power, atom.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    data: &'a Data,
    ops: Vec<Op>,
}

type Read = Result<(), String>;

impl<'a> Reader<'a> {
    fn wrong(&self, what: &str) -> String {
        format!("formula, character {}: {what}", self.at + 1)
    }

    /// The next sign that is no blank.
    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.next() == Some(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn expect(&mut self, sign: char) -> Read {
        match self.take(sign) {
            true => Ok(()),
            false => Err(self.wrong(&format!("`{sign}` is missing"))),
        }
    }

    fn sum(&mut self) -> Read {
        self.product()?;
        loop {
            if self.take('+') {
                self.product()?;
                self.ops.push(Op::Two(|a, b| a + b));
            } else if self.take('-') {
                self.product()?;
                self.ops.push(Op::Two(|a, b| a - b));
            } else {
                return Ok(());
            }
        }
    }

    fn product(&mut self) -> Read {
        self.signed()?;
        loop {
            if self.take('*') {
                self.signed()?;
                self.ops.push(Op::Two(|a, b| a * b));
            } else if self.take('/') {
                self.signed()?;
                self.ops.push(Op::Two(|a, b| a / b));
            } else {
                return Ok(());
            }
        }
    }

    /// Minus binds looser than a power and tighter than a product.
    fn signed(&mut self) -> Read {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong("nested too deeply"));
        }
        if self.take('-') {
            self.signed()?;
            self.ops.push(Op::One(|x| -x));
        } else {
            self.atom()?;
            if self.take('^') {
                self.signed()?;
                self.ops.push(Op::Two(f64::powf));
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn atom(&mut self) -> Read {
        match self.next() {
            Some('(') => {
                self.at += 1;
                self.sum()?;
                self.expect(')')
            }
            Some('\'') => {
                let inside = &self.text[self.at + 1..];
                let end = inside
                    .find('\'')
                    .ok_or_else(|| self.wrong("no closing quote"))?;
                self.at += end + 2;
                self.column(&inside[..end])
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_alphabetic() => {
                let name = self.word(|c| c.is_alphanumeric() || "_.[]".contains(c));
                self.named(name)
            }
            _ => Err(self.wrong("a number, a column or a bracket is missing")),
        }
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn number(&mut self) -> Read {
        let start = self.at;
        self.word(|c| c.is_ascii_digit() || c == '.');
        let mark = self.at;
        let rest = &self.text.as_bytes()[self.at..];
        if matches!(rest.first(), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(rest.get(1), Some(b'+' | b'-')));
            self.at += 1 + sign;
            if self.word(|c| c.is_ascii_digit()).is_empty() {
                self.at = mark;
            }
        }
        let number = self.text[start..self.at].parse();
        self.ops
            .push(Op::Number(number.map_err(|_| self.wrong("no number"))?));
        Ok(())
    }

    fn named(&mut self, name: &str) -> Read {
        if self.take('(') {
            self.sum()?;
            if let Some((_, f)) = ONE.iter().find(|f| f.0 == name) {
                self.ops.push(Op::One(*f));
            } else if let Some((_, f)) = TWO.iter().find(|f| f.0 == name) {
                self.expect(',')?;
                self.sum()?;
                self.ops.push(Op::Two(*f));
            } else {
                let known: Vec<&str> = ONE.iter().map(|f| f.0).chain(TWO.map(|f| f.0)).collect();
                let hint = near(name, &known);
                return Err(self.wrong(&format!("no function `{name}`{hint}")));
            }
            return self.expect(')');
        }
        if name == "pi" && self.data.find(name).is_none() {
            self.ops.push(Op::Number(std::f64::consts::PI));
            return Ok(());
        }
        self.column(name)
    }

    fn column(&mut self, name: &str) -> Read {
        let found = self.data.find(name);
        let at = found.ok_or_else(|| {
            let hint = near(name, &self.data.names());
            self.wrong(&format!("no column `{name}`{hint}"))
        })?;
        self.ops.push(Op::Column(at));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Result<f64, String> {
        let data = Data::parse("x,chi.COP,ntu[2],mass flow\n2,3,5,7\n").unwrap();
        Ok(Formula::parse(text, &data)?.over(&data)[0])
    }

    #[test]
    fn reads_as_written_by_hand() {
        for (text, want) in [
            ("1 + 2*3 - 4/8", 6.5),
            ("-x^2", -4.0),
            ("2^-1", 0.5),
            ("2^3^2", 512.0),
            ("(1+x)*'mass flow'", 21.0),
            ("chi.COP*ntu[2]", 15.0),
            ("max(x, 3) - min(x, 3)", 1.0),
            ("mod(-1, 4)", 3.0),
            ("step(x - 2) + step(1.999 - x)", 1.0),
            ("1.5e3 + 1e-3", 1500.001),
            ("10 - 2 - 3", 5.0),
            ("8/2/2", 2.0),
        ] {
            assert_eq!(value(text), Ok(want), "{text}");
        }
        assert!((value("cos(pi)").unwrap() + 1.0).abs() < 1e-15);
        // Abramowitz & Stegun, table 7.1.
        assert!((value("erf(0.5)").unwrap() - 0.520_499_878).abs() < 2e-7);
        assert!((value("erf(-2)").unwrap() + 0.995_322_265).abs() < 2e-7);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, says) in [
            ("1 +", "character 4"),
            ("y", "no column `y`"),
            ("sine(x)", "did you mean `sin`"),
            ("max(x)", "`,` is missing"),
            ("(x", "`)` is missing"),
            ("x)", "`)` was not expected"),
            ("'x", "no closing quote"),
            ("1.2.3", "no number"),
            ("", "is missing"),
        ] {
            let error = value(text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
        assert!(value(&"(".repeat(10_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[-+*/^(),.'x0-9e psincoy\u{e9}]{0,40}") {
            let _ = value(&text);
        }

        #[test]
        fn sums_and_products_are_those_of_the_machine(a in 0.0..1e6f64, b in 1e-3..1e6f64) {
            let text = format!("{a:?}*{b:?} + {a:?}/{b:?} - {b:?}");
            prop_assert_eq!(value(&text), Ok(a * b + a / b - b));
        }
    }
}
