//! A token, and how Go's errors write it.

use crate::strconv::quote;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gotmpl) enum TokenKind {
    /// A fault; its message stands in the token.
    Error,
    Eof,
    Text,
    LeftDelim,
    RightDelim,
    Space,
    /// `=`
    Assign,
    /// `:=`
    Declare,
    Pipe,
    LeftParen,
    RightParen,
    /// `true` or `false`
    Bool,
    /// Any other printable character of ASCII.
    Char,
    CharConstant,
    Complex,
    Number,
    String,
    RawString,
    Field,
    Identifier,
    Variable,
    Dot,
    Nil,
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Range,
    Template,
    With,
}

impl TokenKind {
    /// Returns the keyword of that name.
    pub(super) fn keyword(word: &str) -> Option<Self> {
        Some(match word {
            "block" => Self::Block,
            "break" => Self::Break,
            "continue" => Self::Continue,
            "define" => Self::Define,
            "else" => Self::Else,
            "end" => Self::End,
            "if" => Self::If,
            "nil" => Self::Nil,
            "range" => Self::Range,
            "template" => Self::Template,
            "with" => Self::With,
            _ => return None,
        })
    }

    /// Errors write keywords, `.` and `nil` in angle brackets.
    fn is_keyword(self) -> bool {
        matches!(
            self,
            Self::Dot
                | Self::Nil
                | Self::Block
                | Self::Break
                | Self::Continue
                | Self::Define
                | Self::Else
                | Self::End
                | Self::If
                | Self::Range
                | Self::Template
                | Self::With
        )
    }
}

/// A piece of the text; `value` is what stands there, or the message of an error.
#[derive(Clone, Debug)]
pub(in crate::gotmpl) struct Token<'t> {
    pub(in crate::gotmpl) kind: TokenKind,
    pub(in crate::gotmpl) start: usize,
    pub(in crate::gotmpl) value: std::borrow::Cow<'t, str>,
}

impl Token<'_> {
    /// Returns the token as Go's errors write it.
    pub(in crate::gotmpl) fn shown(&self) -> String {
        match self.kind {
            TokenKind::Eof => "EOF".to_owned(),
            TokenKind::Error => self.value.to_string(),
            kind if kind.is_keyword() => format!("<{}>", self.value),
            _ if self.value.len() > 10 => {
                let begin: String = self.value.chars().take(10).collect();
                format!("{}...", quote(begin.as_bytes()))
            }
            _ => quote(self.value.as_bytes()),
        }
    }
}
