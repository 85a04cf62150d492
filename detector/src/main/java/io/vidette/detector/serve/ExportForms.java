package io.vidette.detector.serve;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.compile.ExportAdapter;
import io.vidette.detector.compile.HeadOutput;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.EngineErrors;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.ExportedModel;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** Loads an exported model and tries it on a sample before it serves: its answer alone says what it computes. */
public final class ExportForms {
    /** Numbers may differ by this share between a picture alone and one in a batch: other orders of the same sums. */
    private static final double TOLERANCE = 1e-3;
    /** What scores may lie outside of 0 to 1 by. */
    private static final float ROUNDING = 1e-3f;

    private static final int FINAL_FIELDS = 6;

    private final ExportedModel model;
    private final DetectorConfig config;
    private final Path cache;

    private ExportForms(ExportedModel model, DetectorConfig config, Path cache) {
        this.model = model;
        this.config = config;
        this.cache = cache;
    }

    /**
     * Runs the model on a sample, which takes as long as loading it.
     *
     * @param cache the folder in which our part of the program is written
     * @throws UserError when it does not run here, or its answer is not that of a detector with its classes
     */
    public static ExportOutput output(ExportedModel model, Path cache) {
        DetectorConfig config =
                DetectorConfig.defaults().change(DetectorConfig::imageSize).to(model.valid(model.imageSize()));
        try (ExportForm form = ExportForms.load(model, config, cache)) {
            return form.output();
        }
    }

    /**
     * Loads it.
     *
     * @param cache the folder in which our part is written
     * @throws UserError when it does not run here, or its answer is not that of a detector with its classes
     */
    static ExportForm load(ExportedModel model, DetectorConfig config, Path cache) {
        Djl.start();
        return new ExportForms(model, config, cache).load();
    }

    private ExportForm load() {
        if (config.precision() == PrecisionSetting.BF16 || config.precision() == PrecisionSetting.FP16) {
            throw refused(
                    "it computes with the numbers that it was exported with; leave model.precision at auto or fp32");
        }
        Program program = program();
        try {
            return tried(program);
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private Program program() {
        try {
            return Program.load(model.file());
        } catch (IOException | MalformedModelException | RuntimeException e) {
            throw refused("PyTorch cannot load it: " + EngineErrors.line(e));
        }
    }

    private ExportForm tried(Program program) {
        List<String> failures = new ArrayList<>();
        List<Integer> groups =
                model.config().batch() > 1 ? List.of(0, model.config().batch()) : List.of(0);
        for (int group : groups) {
            // Channels last is the faster way; a program that reshapes its tensors may not take it.
            for (boolean channelsLast : new boolean[] {true, false}) {
                try {
                    return form(program, group, channelsLast);
                } catch (UserError e) {
                    throw e;
                } catch (RuntimeException e) {
                    failures.add(EngineErrors.line(e));
                }
            }
        }
        throw refused("its program does not run here: " + failures.get(0) + "; " + remedy(failures.get(0)));
    }

    private static String remedy(String failure) {
        String low = failure.toLowerCase(Locale.ROOT);
        return low.contains("cuda") || low.contains("half") || low.contains("device")
                ? "export it for the CPU and with 32 bits (device=cpu half=False)"
                : "export it again";
    }

    /** @param traced pictures that it is tried on at once, or 0 for any number */
    private ExportForm form(Program program, int traced, boolean channelsLast) {
        HeadOutput head;
        ExportOutput output;
        int group = traced;
        try (Program adapter = adapter(HeadOutput.ANCHOR_FREE, channelsLast);
                NDManager scope = program.newScope()) {
            NDArray answer = program.run(scope, sample(scope, adapter, Math.max(1, traced)));
            head = head(answer, Math.max(1, traced));
            checkNumbers(answer, head);
            long[] shape = answer.getShape().getShape();
            shape[0] = 1;
            output = new ExportOutput(
                    head.toString(), LongStream.of(shape).boxed().toList());
            if (group == 0 && !takesTwo(program, scope, adapter, answer)) {
                group = 1;
            }
        }
        return new ExportForm(program, adapter(head, channelsLast), head, output, group);
    }

    private Program adapter(HeadOutput head, boolean channelsLast) {
        boolean multiLabel = config.suppression().multiLabel();
        Path file = cache.resolve("adapter-%s-%d%s%s.pt"
                .formatted(
                        head,
                        model.classes().size(),
                        multiLabel ? "-multilabel" : "",
                        channelsLast ? "" : "-contiguous"));
        try {
            Files.createDirectories(cache.toAbsolutePath());
            ExportAdapter.write(head, model.classes().size(), multiLabel, channelsLast, file);
            return Program.load(file);
        } catch (IOException | MalformedModelException e) {
            throw new UserError(
                    "the program for exported models, '" + file + "', cannot be written or loaded: "
                            + EngineErrors.line(e) + "; check the disk",
                    e);
        }
    }

    /** The same picture so many times. */
    private NDArray sample(NDManager scope, Program adapter, int count) {
        int side = config.imageSize();
        ByteBuffer one = Agreement.sample(side, side);
        ByteBuffer all = ByteBuffer.allocateDirect(one.remaining() * count);
        for (int i = 0; i < count; i++) {
            all.put(one.duplicate());
        }
        NDArray bytes = scope.create(all.flip(), new Shape(count, side, side, 3), DataType.UINT8);
        return adapter.call(scope, ExportAdapter.PREPARE, bytes);
    }

    private HeadOutput head(NDArray answer, int count) {
        long[] shape = answer.getShape().getShape();
        int classes = model.classes().size();
        String found = "its output " + answer.getShape() + " of " + answer.getDataType();
        String expected = "[pictures, " + (4 + classes) + ", boxes] or [pictures, boxes, " + FINAL_FIELDS + "]";
        if (shape.length == 3 && shape[0] != count) {
            throw new IllegalStateException(found + " is not for the " + count + " pictures it was shown");
        }
        if (shape.length != 3 || answer.getDataType() != DataType.FLOAT32 || answer.size() == 0) {
            throw refused(found + " is not that of a detector, " + expected + " of float32; export it as a"
                    + " detection model, for the CPU and with 32 bits");
        }
        boolean rows = shape[1] == 4 + classes;
        boolean last = shape[2] == FINAL_FIELDS;
        if (rows && last) {
            return model.config().endToEnd() ? HeadOutput.END_TO_END : HeadOutput.ANCHOR_FREE;
        } else if (rows) {
            return HeadOutput.ANCHOR_FREE;
        } else if (last) {
            return HeadOutput.END_TO_END;
        }
        throw refused(found + " does not fit its " + classes + " class names, which would be " + expected
                + "; export it again");
    }

    private void checkNumbers(NDArray answer, HeadOutput head) {
        long[] shape = answer.getShape().getShape();
        float[] numbers = answer.toFloatArray();
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw refused("its output on a sample holds " + numbers[i] + ", which is not a number; its weights are"
                        + " damaged, or training failed");
            }
            long field = switch (head) {
                case ANCHOR_FREE -> i / shape[2] % shape[1];
                case END_TO_END -> i % shape[2];
            };
            boolean isClass = head == HeadOutput.END_TO_END && field == 5;
            if (isClass && (numbers[i] < 0 || numbers[i] >= model.classes().size())) {
                throw refused("its output on a sample holds the class " + numbers[i] + ", and it names "
                        + model.classes().size() + "; export it again");
            } else if (field >= 4 && !isClass && (numbers[i] < -ROUNDING || numbers[i] > 1 + ROUNDING)) {
                throw refused("its output on a sample holds the score " + numbers[i] + ", which is not between 0 and 1;"
                        + " export it again");
            }
        }
    }

    /** Whether a picture gives the same within a batch that the program was not traced with. */
    private boolean takesTwo(Program program, NDManager scope, Program adapter, NDArray alone) {
        try {
            NDArray two = program.run(scope, sample(scope, adapter, 2));
            if (two.getShape().get(0) != 2 || two.size() != 2 * alone.size()) {
                return false;
            }
            float[] expected = alone.toFloatArray();
            float[] found = two.toFloatArray();
            double worst = 0;
            for (int i = 0; i < found.length; i++) {
                float number = expected[i % expected.length];
                worst = Math.max(worst, Math.abs(number - found[i]) / Math.max(1, Math.abs(number)));
            }
            return worst <= TOLERANCE;
        } catch (RuntimeException e) {
            // It says so of a batch, and takes one picture at a time.
            return false;
        }
    }

    private UserError refused(String why) {
        return new UserError("weights '" + model.file() + "': " + why);
    }
}
