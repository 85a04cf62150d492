package io.vidette.detector.engine;

import io.vidette.detector.image.Fit;
import io.vidette.detector.importer.ExportConfig;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import java.nio.file.Path;
import java.util.List;

/**
 * A TorchScript export of one of Ultralytics' newer models, of YOLOv8 and later. It is served as it is: its own program
 * runs in the engine, with ours before and after it. Its network is not known here, so it is not compiled again.
 *
 * @param file that holds it
 * @param id its name and hash
 * @param config what it says about itself
 */
public record ExportedModel(Path file, ModelId id, ExportConfig config) implements Servable {
    /** Why it is neither imported nor written in another form. */
    static final String AS_IT_IS =
            "it is an export of a newer model (%s), which is served as it is: its program is run,"
                    + " not compiled again, because its layers are not among those that Vidette writes; give it to --weights";

    @Override
    public List<String> classes() {
        return config.classes();
    }

    /** The longer side, where it is not square. */
    @Override
    public int imageSize() {
        return Math.max(config.height(), config.width());
    }

    @Override
    public DetectorConfig sized(DetectorConfig given) {
        int side = given.imageSize() == 0 ? imageSize() : given.imageSize();
        checkImageSize(side);
        return at(side, given);
    }

    private DetectorConfig at(int side, DetectorConfig given) {
        if (!DetectorConfig.isSide(side)) {
            throw new UserError("weights '" + file + "': the export looks at " + side
                    + " pixels, and squares here have sides of " + DetectorConfig.SIDES
                    + "; export it again with imgsz="
                    + DetectorConfig.nextSide(side));
        }
        return given.withImageSize(side);
    }

    private void checkImageSize(int side) {
        String model = "weights '" + file + "': the export looks at ";
        if (config.dynamic()) {
            if (side % config.stride() != 0) {
                throw new UserError(model + "sizes that are a multiple of " + config.stride() + ", not at " + side
                        + " pixels; take the next multiple with --img "
                        + (side / config.stride() + 1) * config.stride());
            }
        } else if (config.height() != config.width()) {
            throw new UserError(model + "pictures of " + config.width() + "x" + config.height()
                    + " pixels, and here they are fitted into squares; export it again with imgsz=" + imageSize()
                    + " or dynamic=True");
        } else if (side != config.width()) {
            throw new UserError(model + config.width() + " pixels and no other size, and the image size is " + side
                    + "; give --img " + config.width() + " (model.imageSize), or export it again with dynamic=True");
        }
    }

    @Override
    public Fit fit(Fit wanted) {
        return wanted == Fit.DETECT ? Fit.PREDICT : wanted;
    }

    /** Runs it on a sample, to say what comes out. Takes as long as loading. */
    public Output output(Path cache) {
        try (ExportForm form = ExportForms.load(this, at(imageSize(), DetectorConfig.defaults()), cache)) {
            return form.output();
        }
    }

    /**
     * What a trial told of it.
     *
     * @param head such as {@code anchor-free}
     * @param shape of what one picture gives
     */
    public record Output(String head, List<Long> shape) {
        public Output {
            shape = List.copyOf(shape);
        }
    }
}
