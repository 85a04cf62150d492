package io.vidette.detector.compile;

import java.util.List;
import java.util.stream.Collectors;

/** Writes one method of a TorchScript program's root module, statement by statement. */
final class ScriptMethod {
    private static final String INDENT = "    ";

    private final String name;
    private final List<Term> parameters;
    private final StringBuilder statements = new StringBuilder();
    private int modules;

    /** @param parameters tensors, by the names that the statements use */
    ScriptMethod(String name, Term... parameters) {
        this.name = name;
        this.parameters = List.of(parameters);
    }

    /** Gives a value a name, and returns the name as an expression. A name that has a value already gets the new one. */
    Term let(String name, Term value) {
        Term variable = new Term(name);
        set(variable, value);
        return variable;
    }

    /** Names the two values of a call that has two. */
    Pair letPair(String first, String second, Term values) {
        Pair pair = new Pair(new Term(first), new Term(second));
        set(new Term(first + ", " + second), values);
        return pair;
    }

    /** The names of two values. */
    record Pair(Term first, Term second) {}

    /** Assigns to a variable, or to a tensor of a module. */
    void set(Term target, Term value) {
        statements.append(INDENT).append(target).append(" = ").append(value).append('\n');
    }

    /** Gives the module of a path such as {@code model.0.conv} a name. */
    Term module(String path) {
        return let("m" + modules++, ScriptModule.reference(path));
    }

    /** The statements of one level of a head, whose names are kept apart from those of other levels. */
    Block level(int level) {
        return new Block("_" + level);
    }

    /** Statements whose names end alike. */
    final class Block {
        private final String suffix;

        private Block(String suffix) {
            this.suffix = suffix;
        }

        /** As {@link ScriptMethod#let}. */
        Term let(String name, Term value) {
            return ScriptMethod.this.let(name + suffix, value);
        }

        /** As {@link ScriptMethod#letPair}. */
        Pair letPair(String first, String second, Term values) {
            return ScriptMethod.this.letPair(first + suffix, second + suffix, values);
        }
    }

    /** The whole method, which returns one tensor. */
    String returning(Term result) {
        return text("Tensor", result.text());
    }

    /** The whole method, which returns a tuple of one tensor. */
    String returningTuple(Term result) {
        return text("Tuple[Tensor]", "(" + result + ",)");
    }

    private String text(String type, String result) {
        String declared = parameters.stream()
                .map(parameter -> ",\n" + INDENT + parameter + ": Tensor")
                .collect(Collectors.joining());
        return "  def " + name + "(self: " + ScriptModule.ROOT + declared + ") -> " + type + ":\n" + statements + INDENT
                + "return " + result + "\n";
    }
}
