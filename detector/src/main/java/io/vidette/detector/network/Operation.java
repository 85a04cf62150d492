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

        R activate(Activate operation);

        R add(Add operation);

        R concat(Concat operation);

        R maxPool(MaxPool operation);

        R upsample(Upsample operation);

        R pad(Pad operation);

        R spaceToDepth(SpaceToDepth operation);

        R slice(Slice operation);

        R channelMean(ChannelMean operation);

        R scale(Scale operation);

        R decode(Decode operation);
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

    /**
     * Batch normalisation (arXiv 1502.03167) with tensors {@code path.weight}, {@code bias} and running statistics.
     *
     * @param epsilon added to the variance
     */
    record BatchNorm(Value output, Value input, String path, double epsilon) implements Operation {
        /** What YOLOv5 and YOLOv3 of Ultralytics, and MobileNetV3, add to the variance. */
        public static final double EPSILON = 1e-3;
        /** What Darknet adds. */
        public static final double DARKNET_EPSILON = 1e-5;
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

    /** Applies a function to each number. */
    record Activate(Value output, Value input, Activation activation) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.activate(this);
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

    /** Puts {@code value} around a map: so many columns at the left and right, rows at the top and bottom. */
    record Pad(Value output, Value input, int left, int right, int top, int bottom, double value) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pad(this);
        }
    }

    /**
     * Makes four channels of a square of two by two cells, half the size along both sides: all channels of the upper left
     * cells, then the lower left, the upper right, the lower right.
     */
    record SpaceToDepth(Value output, Value input) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.spaceToDepth(this);
        }
    }

    /** The channels {@code from} to before {@code to}. */
    record Slice(Value output, Value input, int from, int to) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.slice(this);
        }
    }

    /** The mean of each channel over the whole map: {@code [batch, channels, 1, 1]}. */
    record ChannelMean(Value output, Value input) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.channelMean(this);
        }
    }

    /** Multiplies each channel of a map with its factor {@code [batch, channels, 1, 1]}. */
    record Scale(Value output, Value map, Value factors) implements Operation {
        @Override
        public List<Value> inputs() {
            return List.of(map, factors);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scale(this);
        }
    }

    /**
     * Turns the maps of all levels into boxes {@code [batch, boxes, 5 + classes]}: centre and size in pixels of the input,
     * objectness and class probabilities. Tensor {@code path.anchors}: {@code [levels, anchors, 2]} in cells.
     */
    record Decode(Value output, List<Value> inputs, String path, Head head, BoxCode code) implements Operation {
        public Decode {
            inputs = List.copyOf(inputs);
            if (code.centreScales().size() != inputs.size()) {
                throw new NetworkException("the boxes of " + inputs.size() + " levels are coded with "
                        + code.centreScales().size() + " scales");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decode(this);
        }
    }
}
