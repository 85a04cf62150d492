package io.vidette.detector.importer;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The image size that a file says its network was trained or exported at: side of the square in pixels, the larger where
 * there are two. Most files say none, and what is no size is passed over.
 */
final class TrainedSize {
    private static final long LARGEST = 4096;

    private TrainedSize() {}

    /** From the options of the training, which YOLOv5 keeps as {@code opt} and later programs as {@code train_args}. */
    static Optional<Integer> of(Dict checkpoint) {
        return Stream.of("opt", "train_args")
                .flatMap(key -> checkpoint.get(key).stream())
                .filter(Dict.class::isInstance)
                .map(Dict.class::cast)
                .flatMap(options -> Stream.of("imgsz", "img_size").flatMap(key -> options.get(key).stream()))
                .flatMap(TrainedSize::numbers)
                .filter(TrainedSize::isSide)
                .max(Long::compare)
                .map(Long::intValue);
    }

    /** From {@code config.txt} of an export: {@code imgsz}, or {@code shape}, which is [batch, 3, height, width]. */
    static Optional<Integer> of(JsonNode config) {
        return Stream.of(items(config.path("imgsz")), lastTwo(items(config.path("shape"))))
                .flatMap(List::stream)
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::longValue)
                .filter(TrainedSize::isSide)
                .max(Long::compare)
                .map(Long::intValue);
    }

    private static Stream<Long> numbers(Pickled value) {
        if (value instanceof Pickled.Int number) {
            return Stream.of(number.value());
        }
        return value instanceof Pickled.Sequence list
                ? list.items().stream().filter(Pickled.Int.class::isInstance).map(item -> ((Pickled.Int) item).value())
                : Stream.empty();
    }

    private static List<JsonNode> items(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
    }

    private static List<JsonNode> lastTwo(List<JsonNode> shape) {
        return shape.size() == 4 ? shape.subList(2, 4) : List.of();
    }

    private static boolean isSide(long pixels) {
        return pixels >= 1 && pixels <= LARGEST;
    }
}
