package io.vidette.detector.network;

import java.util.List;

/** A primitive step of a graph. {@code path} names the module that owns its tensors, such as {@code model.0.conv}. */
public sealed interface Operation {
    /** What it computes. */
    Value output();

    /** What it computes it from. */
    List<Value> inputs();

    /** Calls the visitor's method for this kind of operation. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind, so that a new kind cannot be forgotten anywhere. */
    interface Visitor<R> {
        R convolution(Convolution operation);

        R batchNorm(BatchNorm operation);

        R silu(Silu operation);

        R add(Add operation);

        R concat(Concat operation);

        R maxPool(MaxPool operation);

        R upsample(Upsample operation);

        R decode(Decode operation);
    }

    /** What a convolution applies to its own output. */
    enum Activation {
        NONE,
        SILU
    }

    /**
     * A two-dimensional convolution with tensors {@code path.weight} and, if it has a bias, {@code path.bias}.
     *
     * @param kernel side of the square window
     * @param padding zeros added on each side
     */
    record Convolution(
            Value output,
            Value input,
            String path,
            int kernel,
            int step,
            int padding,
            int groups,
            boolean bias,
            Activation activation)
            implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolution(this);
        }
    }

    /** Batch normalisation (arXiv 1502.03167) with tensors {@code path.weight}, {@code bias} and running statistics. */
    record BatchNorm(Value output, Value input, String path) implements Operation {
        /** Added to the variance; YOLOv5 trains with these two numbers. */
        public static final double EPSILON = 1e-3;
        /** Share of a new batch in the running statistics. */
        public static final double MOMENTUM = 0.03;

        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.batchNorm(this);
        }
    }

    /** x times sigmoid(x) (arXiv 1702.03118). */
    record Silu(Value output, Value input) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.silu(this);
        }
    }

    /** Sum of two tensors of one shape. */
    record Add(Value output, Value left, Value right) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(left, right);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.add(this);
        }
    }

    /** Joins along the channels. */
    record Concat(Value output, List<Value> inputs) implements Operation {
        public Concat {
            inputs = List.copyOf(inputs);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.concat(this);
        }
    }

    /** Maximum over a square window. */
    record MaxPool(Value output, Value input, int kernel, int step, int padding) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.maxPool(this);
        }
    }

    /** Repeats every cell {@code factor} times along both sides. */
    record Upsample(Value output, Value input, int factor) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.upsample(this);
        }
    }

    /**
     * Turns the maps of all levels into boxes {@code [batch, boxes, 5 + classes]}: centre and size in pixels of the input,
     * objectness and class probabilities. Tensor {@code path.anchors}: {@code [levels, anchors, 2]} in cells.
     */
    record Decode(Value output, List<Value> inputs, String path, Head head) implements Operation {
        public Decode {
            inputs = List.copyOf(inputs);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decode(this);
        }
    }
}
