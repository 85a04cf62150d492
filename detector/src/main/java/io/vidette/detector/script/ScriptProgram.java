package io.vidette.detector.script;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.script.Token.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program of an archive that another tool wrote. PyTorch's engine runs such a program with the rights of the process, and
 * has operators that write files and read memory. So a program is run only if all it contains is classes of modules whose
 * methods are straight lines of operators on the list ({@link AllowedOperators}), as {@code torch.jit.trace} writes them.
 */
public final class ScriptProgram {
    private static final int CLASS_INDENT = 0;
    private static final int MEMBER_INDENT = 2;
    private static final int STATEMENT_INDENT = 4;

    private final Map<String, ScriptType> types = new HashMap<>();
    /** Full name of the class that a line belongs to, by file. */
    private final Map<String, List<SourceLine>> files = new HashMap<>();

    private ScriptProgram() {}

    /**
     * Checks a program.
     *
     * @throws MalformedArchiveException naming the first operator that is not allowed, with file and line
     */
    public static void check(TorchArchive archive) throws IOException {
        check(archive.sources());
    }

    /** The same of sources by their names, such as {@code __torch__/models.py}. */
    static void check(Map<String, String> sources) {
        ScriptProgram program = new ScriptProgram();
        sources.forEach((name, source) -> program.files.put(name, ScriptLexer.lines("code/" + name, source)));
        program.files.forEach(program::declare);
        program.files.forEach(program::check);
    }

    private static String namespace(String file) {
        return file.substring(0, file.length() - ".py".length()).replace('/', '.');
    }

    private void declare(String file, List<SourceLine> lines) {
        ScriptType type = new ScriptType();
        for (SourceLine line : lines) {
            List<Token> tokens = line.tokens();
            if (line.indent() == CLASS_INDENT) {
                type = new ScriptType();
                String name = namespace(file) + "." + className(line);
                if (types.put(name, type) != null) {
                    throw ScriptRefusal.syntax("two classes " + name, line.place());
                }
            } else if (line.indent() == MEMBER_INDENT) {
                if (tokens.get(0).isName("def")) {
                    type.method(text(line, 1));
                } else {
                    declareField(type, line);
                }
            }
        }
    }

    private static String className(SourceLine line) {
        List<Token> tokens = line.tokens();
        boolean module = tokens.size() == 6
                && tokens.get(0).isName("class")
                && tokens.get(1).kind() == Kind.NAME
                && tokens.get(2).isMark("(")
                && tokens.get(3).isName("Module")
                && tokens.get(4).isMark(")")
                && tokens.get(5).isMark(":");
        if (!module) {
            throw ScriptRefusal.syntax(tokens.get(0) + " where the class of a module is expected", line.place());
        }
        return tokens.get(1).text();
    }

    /** {@code weight : Tensor}, {@code __annotations__["0"] = __torch__.A}, or a list of names. */
    private static void declareField(ScriptType type, SourceLine line) {
        List<Token> tokens = line.tokens();
        String first = text(line, 0);
        if (first.equals("__annotations__")
                && tokens.size() > 5
                && tokens.get(2).kind() == Kind.STRING) {
            expectMarks(line, 1, "[", 3, "]", 4, "=");
            type.field(tokens.get(2).text(), typeName(line, 5));
        } else if (first.startsWith("__") && tokens.size() > 1 && tokens.get(1).isMark("=")) {
            for (Token token : tokens.subList(2, tokens.size())) {
                if (token.kind() != Kind.STRING && !token.isMark("[") && !token.isMark("]") && !token.isMark(",")) {
                    throw ScriptRefusal.syntax(token.toString(), line.place());
                }
            }
        } else {
            expectMarks(line, 1, ":");
            type.field(first, typeName(line, 2));
        }
    }

    private static void expectMarks(SourceLine line, Object... placesAndMarks) {
        for (int i = 0; i < placesAndMarks.length; i += 2) {
            int place = (Integer) placesAndMarks[i];
            if (place >= line.tokens().size() || !line.tokens().get(place).isMark((String) placesAndMarks[i + 1])) {
                throw ScriptRefusal.syntax("a declaration of an unusual form", line.place());
            }
        }
    }

    private static String text(SourceLine line, int index) {
        if (index >= line.tokens().size() || line.tokens().get(index).kind() != Kind.NAME) {
            throw ScriptRefusal.syntax("a declaration without a name", line.place());
        }
        return line.tokens().get(index).text();
    }

    private static String typeName(SourceLine line, int from) {
        return typeName(line, from, line.tokens().size());
    }

    /** A type as text; it is not evaluated. */
    private static String typeName(SourceLine line, int from, int to) {
        StringBuilder name = new StringBuilder();
        for (Token token : line.tokens().subList(from, to)) {
            if (token.kind() != Kind.NAME
                    && !token.isMark(".")
                    && !token.isMark("[")
                    && !token.isMark("]")
                    && !token.isMark(",")
                    && !token.isMark("(")
                    && !token.isMark(")")) {
                throw ScriptRefusal.syntax(token.toString(), line.place());
            }
            name.append(token.text());
        }
        if (name.indexOf("torch.classes") >= 0) {
            throw ScriptRefusal.operator(name.toString(), line.place());
        }
        return name.toString();
    }

    private void check(String file, List<SourceLine> lines) {
        Map<String, ScriptValue> variables = new HashMap<>();
        for (SourceLine line : lines) {
            if (line.indent() == MEMBER_INDENT && line.tokens().get(0).isName("def")) {
                variables = parameters(line);
            } else if (line.indent() == STATEMENT_INDENT) {
                statement(line, variables);
            } else if (line.indent() != CLASS_INDENT && line.indent() != MEMBER_INDENT) {
                throw ScriptRefusal.syntax("nested statements", line.place());
            }
        }
    }

    /** {@code def forward(self: __torch__.A, x: Tensor) -> Tensor:}. */
    private static Map<String, ScriptValue> parameters(SourceLine line) {
        List<Token> tokens = line.tokens();
        expectMarks(line, 2, "(", tokens.size() - 1, ":");
        Map<String, ScriptValue> parameters = new HashMap<>();
        int at = 3;
        while (!tokens.get(at).isMark(")")) {
            String name = text(line, at);
            expectMarks(line, at + 1, ":");
            int end = endOfType(line, at + 2);
            String type = typeName(line, at + 2, end);
            parameters.put(name, type.startsWith("__torch__.") ? ScriptValue.module(type) : ScriptValue.DATA);
            at = tokens.get(end).isMark(",") ? end + 1 : end;
        }
        expectMarks(line, at + 1, "->");
        typeName(line, at + 2, tokens.size() - 1);
        return parameters;
    }

    /** Index of the comma or parenthesis behind a type. */
    private static int endOfType(SourceLine line, int from) {
        int open = 0;
        for (int at = from; at < line.tokens().size(); at++) {
            Token token = line.tokens().get(at);
            if (open == 0 && (token.isMark(",") || token.isMark(")"))) {
                return at;
            }
            open += token.isMark("[") ? 1 : token.isMark("]") ? -1 : 0;
        }
        throw ScriptRefusal.syntax("a declaration of an unusual form", line.place());
    }

    private void statement(SourceLine line, Map<String, ScriptValue> variables) {
        List<Token> tokens = line.tokens();
        if (tokens.get(0).isName("return")) {
            if (tokens.size() > 1) {
                new ScriptExpression(line, 1, types, variables).toEnd();
            }
            return;
        }
        int equals = assignment(tokens);
        ScriptValue value = new ScriptExpression(line, equals + 1, types, variables).toEnd();
        if (equals > 0) {
            assign(line, equals, value, variables);
        }
    }

    /** Index of the sign outside of brackets, or -1. */
    private static int assignment(List<Token> tokens) {
        int open = 0;
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (token.isMark("=") && open == 0) {
                return at;
            }
            open += token.isMark("(") || token.isMark("[") ? 1 : token.isMark(")") || token.isMark("]") ? -1 : 0;
        }
        return -1;
    }

    /** {@code x = …}, {@code x, y, = …} or {@code x : Tensor = …}. */
    private static void assign(SourceLine line, int equals, ScriptValue value, Map<String, ScriptValue> variables) {
        List<Token> tokens = line.tokens();
        if (equals == 1) {
            variables.put(text(line, 0), value);
            return;
        }
        if (tokens.get(1).isMark(":")) {
            typeName(line, 2, equals);
            variables.put(text(line, 0), value);
            return;
        }
        for (int at = 0; at < equals; at += 2) {
            variables.put(text(line, at), ScriptValue.DATA);
            if (at + 1 < equals) {
                expectMarks(line, at + 1, ",");
            }
        }
    }
}
