package io.vidette.detector.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.LayerRow;
import io.vidette.detector.network.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that Ultralytics' own models print with 80 classes; those of MobileNetV3 are torchvision's layers counted. */
class ShippedNetworksTest {
    @ParameterizedTest
    @CsvSource({
        "yolov5n, 1872157",
        "yolov5s, 7235389",
        "yolov5m, 21190557",
        "yolov5l, 46563709",
        "yolov5x, 86749405",
        "yolov5n-2020, 1930941",
        "yolov5s-2020, 7468157",
        "yolov5m-2020, 21805053",
        "yolov5l-2020, 47818749",
        "yolov5x-2020, 88965245",
        "yolov3, 61949149",
        "yolov3-spp, 62998749",
        "yolov3-tiny, 8852366",
        "yolov3-mobilenetv3-small, 2386397",
        "yolov3-mobilenetv3-large, 8522669"
    })
    void haveAsManyParametersAsTheOriginals(String name, long parameters) {
        Graph graph = GraphReader.read(ShippedNetworks.named(name).orElseThrow());

        assertThat(graph.learnedNumbers()).isEqualTo(parameters);
        assertThat(graph.stride()).isEqualTo(32);
        assertThat(graph.decode().inputs())
                .extracting(Value::stride)
                .isEqualTo(name.equals("yolov3-tiny") ? List.of(16, 32) : List.of(8, 16, 32));
    }

    /** What Ultralytics printed for each layer in 2020. */
    @Test
    void haveTheOriginalLayersOfYolov5sOf2020() {
        assertThat(LayerRow.table(ShippedNetworks.named("yolov5s-2020").orElseThrow()))
                .extracting(LayerRow::parameters)
                .containsExactly(
                        3520L, 18560L, 19904L, 73984L, 161152L, 295424L, 641792L, 1180672L, 656896L, 1248768L, 131584L,
                        0L, 0L, 378624L, 33024L, 0L, 0L, 95104L, 147712L, 0L, 313088L, 590336L, 0L, 1248768L, 229245L);
    }

    @Test
    void containNoOtherNetworks() {
        assertThat(ShippedNetworks.named("yolov4")).isEmpty();
        assertThat(ShippedNetworks.names()).hasSize(15);
    }
}
