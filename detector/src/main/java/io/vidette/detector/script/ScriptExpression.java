package io.vidette.detector.script;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.script.ScriptValue.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks an expression. It follows modules through fields and variables, because only so it can tell a field of a module
 * from an operator of a tensor that has the same name. Every other attribute must be an operator on the list.
 */
final class ScriptExpression {
    private static final int MAX_DEPTH = 100;
    private static final Set<String> OPERATOR_WORDS = Set.of("and", "or", "is", "in", "not");
    private static final Set<String> OPERATOR_MARKS =
            Set.of("+", "-", "*", "/", "%", "<", ">", "&", "|", "^", "==", "!=", "<=", ">=", "**", "//", "<<", ">>");
    private static final Set<String> CONSTANTS = Set.of("None", "True", "False", "inf", "nan");

    private final SourceLine line;
    private final Map<String, ScriptType> types;
    private final Map<String, ScriptValue> variables;
    private int at;
    private int depth;

    /**
     * Starts before a token of a statement.
     *
     * @param types of the program, by their full names
     * @param variables that were assigned before, and the parameters
     */
    ScriptExpression(SourceLine line, int at, Map<String, ScriptType> types, Map<String, ScriptValue> variables) {
        this.line = line;
        this.at = at;
        this.types = types;
        this.variables = variables;
    }

    /** Checks the rest of the statement: expressions between commas. One expression gives its value, several give data. */
    ScriptValue toEnd() {
        ScriptValue value = expression();
        while (!isEnd()) {
            expectMark(",");
            value = ScriptValue.DATA;
            if (!isEnd()) {
                expression();
            }
        }
        return value;
    }

    private ScriptValue expression() {
        if (++depth > MAX_DEPTH) {
            throw ScriptRefusal.syntax("an expression nested deeper than " + MAX_DEPTH, line.place());
        }
        ScriptValue value = operators();
        depth--;
        return value;
    }

    private ScriptValue operators() {
        ScriptValue value = operand();
        while (true) {
            Token token = token();
            if (isOperator(token)) {
                at++;
                operand();
                value = ScriptValue.DATA;
            } else if (token.isName("if")) {
                at++;
                expression();
                expectName("else");
                expression();
                value = ScriptValue.DATA;
            } else {
                return value;
            }
        }
    }

    private static boolean isOperator(Token token) {
        return switch (token.kind()) {
            case MARK -> OPERATOR_MARKS.contains(token.text());
            case NAME -> OPERATOR_WORDS.contains(token.text());
            default -> false;
        };
    }

    private ScriptValue operand() {
        Token token = token();
        if (token.isMark("-") || token.isMark("~") || token.isMark("+") || token.isName("not")) {
            at++;
            expression();
            return ScriptValue.DATA;
        }
        ScriptValue value = primary();
        while (true) {
            if (isMark(".")) {
                at++;
                value = attribute(value, name());
            } else if (isMark("(")) {
                value = called(value);
            } else if (isMark("[")) {
                value = indexed(value);
            } else {
                return value;
            }
        }
    }

    private ScriptValue primary() {
        Token token = next();
        return switch (token.kind()) {
            case NUMBER, STRING -> ScriptValue.DATA;
            case NAME -> named(token.text());
            case MARK -> {
                if (token.isMark("(")) {
                    yield list(")");
                } else if (token.isMark("[")) {
                    list("]");
                    yield ScriptValue.DATA;
                } else if (token.isMark("{")) {
                    list("}");
                    yield ScriptValue.DATA;
                }
                throw unexpected(token);
            }
            case END -> throw unexpected(token);
        };
    }

    /** What is between brackets: in parentheses one expression gives its value, all else is data. */
    private ScriptValue list(String end) {
        ScriptValue value = ScriptValue.DATA;
        for (int count = 0; !isMark(end); count++) {
            ScriptValue item = expression();
            value = count == 0 ? item : ScriptValue.DATA;
            if (isMark(",") || (isMark(":") && !end.equals(")"))) {
                at++;
                value = ScriptValue.DATA;
            } else if (!isMark(end)) {
                throw unexpected(token());
            }
        }
        at++;
        return value;
    }

    private ScriptValue named(String name) {
        ScriptValue variable = variables.get(name);
        if (variable != null) {
            return variable;
        }
        if (CONSTANTS.contains(name)) {
            return ScriptValue.DATA;
        }
        if (name.equals("torch") || name.equals("ops") || name.equals("CONSTANTS")) {
            return ScriptValue.namespace(name);
        }
        if (!AllowedOperators.allowsBuiltin(name)) {
            throw ScriptRefusal.operator(name, line.place());
        }
        if (name.equals("getattr")) {
            return namedAttribute();
        }
        if (name.equals("annotate")) {
            return annotated();
        }
        return ScriptValue.CALLABLE;
    }

    /** {@code getattr(module, "0")}. */
    private ScriptValue namedAttribute() {
        expectMark("(");
        ScriptValue of = expression();
        expectMark(",");
        Token name = next();
        if (name.kind() != Token.Kind.STRING) {
            throw unexpected(name);
        }
        expectMark(")");
        return attribute(of, name.text());
    }

    /** {@code annotate(List[int], [])}. */
    private ScriptValue annotated() {
        expectMark("(");
        int open = 0;
        while (open > 0 || !isMark(",")) {
            Token token = next();
            if (token.isMark("[")) {
                open++;
            } else if (token.isMark("]")) {
                open--;
            } else if (token.kind() != Token.Kind.NAME && !token.isMark(",") && !token.isMark(".")) {
                throw unexpected(token);
            }
        }
        at++;
        expression();
        expectMark(")");
        return ScriptValue.DATA;
    }

    private ScriptValue attribute(ScriptValue of, String name) {
        return switch (of.kind()) {
            case DATA -> {
                if (!AllowedOperators.allowsTensorOperator(name)) {
                    throw ScriptRefusal.operator(name, line.place());
                }
                yield ScriptValue.CALLABLE;
            }
            case MODULE ->
                Optional.ofNullable(types.get(of.name()))
                        .flatMap(type -> type.attribute(name))
                        .orElseThrow(() -> ScriptRefusal.operator(name, line.place()));
            case NAMESPACE -> inNamespace(of.name(), name);
            case CALLABLE -> throw ScriptRefusal.operator(name, line.place());
        };
    }

    private ScriptValue inNamespace(String namespace, String name) {
        if (namespace.equals("CONSTANTS")) {
            return ScriptValue.DATA;
        }
        String path = namespace + "." + name;
        if (AllowedOperators.allows(path)) {
            return ScriptValue.CALLABLE;
        }
        if (namespace.equals("ops")) {
            return ScriptValue.namespace(path);
        }
        throw ScriptRefusal.operator(path, line.place());
    }

    private ScriptValue called(ScriptValue callee) {
        if (callee.kind() != Kind.CALLABLE) {
            throw ScriptRefusal.syntax("a call of what is no operator", line.place());
        }
        at++;
        while (!isMark(")")) {
            if (token().kind() == Token.Kind.NAME && tokenAt(at + 1).isMark("=")) {
                at += 2;
            }
            expression();
            if (isMark(",")) {
                at++;
            } else if (!isMark(")")) {
                throw unexpected(token());
            }
        }
        at++;
        return ScriptValue.DATA;
    }

    private ScriptValue indexed(ScriptValue of) {
        if (of.kind() != Kind.DATA) {
            throw ScriptRefusal.syntax("an index of what is no tensor or list", line.place());
        }
        at++;
        list("]");
        return ScriptValue.DATA;
    }

    private String name() {
        Token token = next();
        if (token.kind() != Token.Kind.NAME) {
            throw unexpected(token);
        }
        return token.text();
    }

    private void expectMark(String mark) {
        Token token = next();
        if (!token.isMark(mark)) {
            throw unexpected(token);
        }
    }

    private void expectName(String name) {
        Token token = next();
        if (!token.isName(name)) {
            throw unexpected(token);
        }
    }

    private boolean isMark(String mark) {
        return token().isMark(mark);
    }

    private boolean isEnd() {
        return token().kind() == Token.Kind.END;
    }

    private Token next() {
        Token token = token();
        at++;
        return token;
    }

    private Token token() {
        return tokenAt(at);
    }

    private Token tokenAt(int index) {
        List<Token> tokens = line.tokens();
        return index < tokens.size() ? tokens.get(index) : new Token(Token.Kind.END, "");
    }

    private MalformedArchiveException unexpected(Token token) {
        return ScriptRefusal.syntax(token.toString(), line.place());
    }
}
