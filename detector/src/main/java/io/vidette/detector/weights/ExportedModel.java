package io.vidette.detector.weights;

import io.vidette.detector.image.Fit;
import io.vidette.detector.image.SquareSide;
import io.vidette.detector.importer.ExportConfig;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

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
            "it is an export of a newer model (%s), which is served unchanged: its program is run,"
                    + " not compiled again, because its layers are not among those that Vidette writes; give it to --weights";

    @Override
    public <T> T map(Function<BestPt, T> bestPt, Function<ExportedModel, T> export) {
        return export.apply(this);
    }

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
    public int side(int wanted) {
        int side = wanted == 0 ? imageSize() : wanted;
        checkImageSize(side);
        return valid(side);
    }

    /** The same side, which pictures can be fitted into. */
    public int valid(int side) {
        if (!SquareSide.isValid(side)) {
            throw new UserError("weights '" + file + "': the export takes " + side
                    + " pixels, and squares here have sides of " + SquareSide.RANGE
                    + "; export it again with imgsz="
                    + SquareSide.next(side));
        }
        return side;
    }

    private void checkImageSize(int side) {
        String model = "weights '" + file + "': the export takes ";
        if (config.dynamic()) {
            if (side % config.stride() != 0) {
                throw new UserError(model + "sizes that are a multiple of " + config.stride() + ", not " + side
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
}
