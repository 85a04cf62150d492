package io.vidette.detector.weights;

import io.vidette.detector.image.Fit;
import io.vidette.detector.image.SquareSide;
import io.vidette.topology.message.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A {@code best.pt} that has been read.
 *
 * @param file that holds it
 * @param id its name and hash
 * @param model its card, network and weights
 */
public record BestPt(Path file, ModelId id, CompiledModel model) implements Servable {
    @Override
    public <T> T map(Function<BestPt, T> bestPt, Function<ExportedModel, T> export) {
        return bestPt.apply(this);
    }

    @Override
    public List<String> classes() {
        return model.card().network().head().classes();
    }

    @Override
    public int imageSize() {
        return model.card().imageSize();
    }

    @Override
    public int side(int wanted) {
        return SquareSide.of(
                id.name(), wanted, imageSize(), model.network().graph().stride());
    }

    @Override
    public Fit fit(Fit wanted) {
        return model.card().stretch() ? Fit.STRETCH : wanted;
    }
}
