package io.vidette.detector.compile;

/**
 * The arithmetic of boxes as expressions of TorchScript.
 *
 * @param dimension along which the numbers of a box lie
 */
record TermArithmetic(int dimension) implements BoxDecoding.Arithmetic<Term> {
    @Override
    public Term numbers(Term boxes, int from, int to) {
        return boxes.slice(dimension, from, to);
    }

    @Override
    public Term sigmoid(Term operand) {
        return operand.apply("sigmoid");
    }

    @Override
    public Term exponential(Term operand) {
        return operand.apply("exp");
    }

    @Override
    public Term square(Term operand) {
        return operand.apply("pow", 2);
    }

    @Override
    public Term add(Term left, Term right) {
        return left.apply("add", right);
    }

    @Override
    public Term subtract(Term left, double right) {
        return left.apply("sub", right);
    }

    @Override
    public Term multiply(Term left, Term right) {
        return left.apply("mul", right);
    }

    @Override
    public Term multiply(Term left, double right) {
        return left.apply("mul", right);
    }
}
