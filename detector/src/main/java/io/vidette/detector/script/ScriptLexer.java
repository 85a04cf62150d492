package io.vidette.detector.script;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.script.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides a source into statements and tokens. It accepts less than PyTorch's lexer does, and what both accept, both divide
 * in the same way: comments, escapes in texts, texts over several lines and tabs are refused, because {@code torch.jit.save}
 * writes none in a detector.
 */
final class ScriptLexer {
    private static final List<String> LONG_MARKS = List.of("->", "==", "!=", "<=", ">=", "**", "//", "<<", ">>");
    private static final String MARKS = "()[]{},:.=+-*/%<>&|^~";

    private final String file;
    private final String source;
    private final List<SourceLine> lines = new ArrayList<>();
    private List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int firstLine = 1;
    private int indent;
    private int open;

    private ScriptLexer(String file, String source) {
        this.file = file;
        this.source = source;
    }

    /**
     * Divides a source.
     *
     * @throws MalformedArchiveException when it contains what no exported detector needs
     */
    static List<SourceLine> lines(String file, String source) {
        return new ScriptLexer(file, source).run();
    }

    private List<SourceLine> run() {
        indent = blanks();
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\n') {
                newLine();
            } else if (c == ' ') {
                at++;
            } else {
                tokens.add(token(c));
            }
        }
        endStatement();
        return lines;
    }

    private void newLine() {
        at++;
        line++;
        if (open == 0) {
            endStatement();
            indent = blanks();
            firstLine = line;
        }
    }

    private void endStatement() {
        if (!tokens.isEmpty()) {
            lines.add(new SourceLine(file + ", line " + firstLine, indent, tokens));
            tokens = new ArrayList<>();
        }
    }

    private int blanks() {
        int from = at;
        while (at < source.length() && source.charAt(at) == ' ') {
            at++;
        }
        return at - from;
    }

    private Token token(char c) {
        if (isLetter(c)) {
            return new Token(Kind.NAME, takeWhile(next -> isLetter(next) || isDigit(next)));
        }
        if (isDigit(c)) {
            return number();
        }
        if (c == '"' || c == '\'') {
            return text(c);
        }
        for (String mark : LONG_MARKS) {
            if (source.startsWith(mark, at)) {
                at += mark.length();
                return new Token(Kind.MARK, mark);
            }
        }
        if (MARKS.indexOf(c) < 0) {
            throw refused("the character 0x%02x".formatted((int) c));
        }
        if (c == '(' || c == '[' || c == '{') {
            open++;
        } else if (c == ')' || c == ']' || c == '}') {
            open--;
        }
        at++;
        return new Token(Kind.MARK, String.valueOf(c));
    }

    /** Digits, a fraction, an exponent. */
    private Token number() {
        int from = at;
        takeWhile(ScriptLexer::isDigit);
        if (at < source.length() && source.charAt(at) == '.') {
            at++;
            takeWhile(ScriptLexer::isDigit);
        }
        if (at < source.length() && source.charAt(at) == 'e') {
            at++;
            if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
                at++;
            }
            takeWhile(ScriptLexer::isDigit);
        }
        if (at < source.length() && (isLetter(source.charAt(at)) || source.charAt(at) == '.')) {
            throw refused("a number of an unusual form");
        }
        return new Token(Kind.NUMBER, source.substring(from, at));
    }

    private Token text(char quote) {
        int from = at + 1;
        int end = source.indexOf(quote, from);
        if (end < 0) {
            throw refused("a text without an end");
        }
        String text = source.substring(from, end);
        if (text.chars().anyMatch(c -> c < ' ' || c > '~' || c == '\\')) {
            throw refused("a text with special characters");
        }
        at = end + 1;
        if (at < source.length() && source.charAt(at) == quote) {
            throw refused("two texts in a row");
        }
        return new Token(Kind.STRING, text);
    }

    private interface Wanted {
        boolean test(char c);
    }

    private String takeWhile(Wanted wanted) {
        int from = at;
        while (at < source.length() && wanted.test(source.charAt(at))) {
            at++;
        }
        return source.substring(from, at);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private MalformedArchiveException refused(String what) {
        return ScriptRefusal.syntax(what, file + ", line " + line);
    }
}
