package io.vidette.detector.compile;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression of a TorchScript program, in the dialect that {@code torch.jit.save} writes: every operator by its full
 * name, types as numbers.
 *
 * @param text as it stands in the program
 */
record Term(String text) {
    static final Term SELF = new Term("self");
    static final Term NONE = new Term("None");

    /** PyTorch's number for 32-bit floats. */
    private static final int FLOAT = 6;
    /** Python's end of a slice that has none. */
    private static final long END = Long.MAX_VALUE;

    /**
     * A call of a function by its full name.
     *
     * @param arguments terms, strings (quoted in the program), numbers, truth values, and lists of these
     */
    static Term call(String function, Object... arguments) {
        return new Term(function + "(" + joined(Arrays.asList(arguments)) + ")");
    }

    /** A call of one of PyTorch's operators, such as {@code silu}. */
    static Term torch(String operator, Object... arguments) {
        return call("torch." + operator, arguments);
    }

    static Term cat(List<Term> parts, int dimension) {
        return torch("cat", parts, dimension);
    }

    /** The whole numbers from 0 to before {@code end}, as floats, on the device of another tensor. */
    static Term floatsBelow(Term end, Term sameDevice) {
        return torch(
                "arange",
                end,
                named("dtype", FLOAT),
                named("layout", 0),
                named("device", call("ops.prim.device", sameDevice)));
    }

    /** An argument that is passed by its name. */
    static Term named(String name, Object value) {
        return new Term(name + "=" + literal(value));
    }

    private static String joined(List<?> values) {
        return values.stream().map(Term::literal).collect(Collectors.joining(", "));
    }

    private static String literal(Object value) {
        if (value instanceof Term term) {
            return term.text;
        } else if (value instanceof String string) {
            return '"' + string + '"';
        } else if (value instanceof List<?> list) {
            return "[" + joined(list) + "]";
        } else if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        } else if (value instanceof Double real) {
            return real == Math.rint(real) && Math.abs(real) < 1e6 ? (long) (double) real + "." : real.toString();
        } else if (value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        throw new IllegalArgumentException("TorchScript has no literal for " + value.getClass());
    }

    /** A module or a tensor that a module holds. A name may not start with a digit. */
    Term attribute(String name) {
        return Character.isDigit(name.charAt(0)) ? call("getattr", this, name) : new Term("(" + text + ")." + name);
    }

    /** A tensor of a module that is a variable. */
    Term tensor(String name) {
        return new Term(text + "." + name);
    }

    /** A call of one of PyTorch's operators with this as its first argument. */
    Term apply(String operator, Object... more) {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = this;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return torch(operator, arguments);
    }

    /** The length of one side. */
    Term side(int dimension) {
        return apply("size", dimension);
    }

    /** @param sides numbers and terms; -1 for what remains */
    Term reshape(Object... sides) {
        return apply("reshape", Arrays.asList(sides));
    }

    Term view(Object... sides) {
        return apply("view", Arrays.asList(sides));
    }

    Term permute(Integer... dimensions) {
        return apply("permute", List.of(dimensions));
    }

    Term select(int dimension, int index) {
        return apply("select", dimension, index);
    }

    Term slice(int dimension, int from, int to) {
        return apply("slice", dimension, from, to);
    }

    /** From an index to the end. */
    Term sliceFrom(int dimension, int from) {
        return apply("slice", dimension, from, END);
    }

    /** Every second one, beginning at an index. */
    Term everySecond(int dimension, int from) {
        return apply("slice", dimension, from, END, 2);
    }

    Term rowsAt(Term indices) {
        return apply("index_select", 0, indices);
    }

    Term column() {
        return apply("unsqueeze", 1);
    }

    Term above(Term threshold) {
        return apply("gt", threshold);
    }

    Term floorDivide(Object divisor) {
        return apply("floor_divide", divisor);
    }

    Term remainder(Object divisor) {
        return apply("remainder", divisor);
    }

    Term floats() {
        return ofType(FLOAT);
    }

    /** @param type PyTorch's number for it */
    Term ofType(int type) {
        return apply("to", type, false, false, NONE);
    }

    @Override
    public String toString() {
        return text;
    }
}
