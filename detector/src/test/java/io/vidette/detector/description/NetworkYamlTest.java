package io.vidette.detector.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.Seeds;
import io.vidette.detector.TinyModel;
import io.vidette.detector.network.Activation;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkYamlTest {
    /** {@link TinyModel}, as somebody would write it. */
    private static final String TINY = """
            # three classes
            nc: 3
            names: [cat, dog, bird]
            depth_multiple: 1
            width_multiple: 1.0
            anchors:
              - [10,13, 16,30]
              - [33,23, 30,61]
            backbone:
              # [from, number, module, args]
              [[-1, 1, Conv, [16, 6, 2, 2]],  # 0
               [-1, 1, Conv, [16, 3, 2]],
               [-1, 2, C3, [16]],
               [-1, 1, Conv, [24, 3, 2]],
               [-1, 1, C3, [24]],
               [-1, 1, Conv, [32, 3, 2]],
               [-1, 1, SPPF, [32, 5]],
              ]
            head:
              [[-1, 1, nn.Upsample, [None, 2, 'nearest']],
               [[-1, 4], 1, Concat, [1]],
               [-1, 1, C3, [24, False]],
               [[9, 6], 1, Detect, [nc, anchors]],
              ]
            """;

    @Test
    void readsTheWholeDescription() {
        assertThat(read(TINY)).isEqualTo(TinyModel.spec());
    }

    @Test
    void prefersTheHeadOfTheWeightsToItsOwn() {
        String counted = TINY.replaceFirst("(?s)anchors:.*?\nbackbone", "anchors: 2\nbackbone");

        assertThat(NetworkYaml.read(
                        "tiny", PlainYaml.read(counted), TinyModel.spec().head()))
                .isEqualTo(TinyModel.spec());
        assertRefused(counted, "anchors is the number 2, which leaves their sizes to the training; write out");
    }

    @Test
    void numbersUnnamedClassesAndReadsNamesByNumber() {
        assertThat(read(TINY.replace("names: [cat, dog, bird]\n", "")).head().classes())
                .containsExactly("0", "1", "2");
        assertThat(read(TINY.replace("[cat, dog, bird]", "{1: dog, 0: cat, 2: bird}"))
                        .head())
                .isEqualTo(TinyModel.spec().head());
    }

    @Test
    void prefersTheArgumentsOfTheDetectLayer() {
        NetworkSpec spec = read(TINY.replace("names: [cat, dog, bird]\n", "")
                .replace("[nc, anchors]", "[7, [[1, 2, 3, 4], [5, 6, 7, 8.5]]]"));

        assertThat(spec.head())
                .isEqualTo(new Head(
                        List.of("0", "1", "2", "3", "4", "5", "6"),
                        List.of(List.of(1.0, 2.0, 3.0, 4.0), List.of(5.0, 6.0, 7.0, 8.5))));
    }

    @Test
    void readsActivationsAsPythonWritesThem() {
        assertThat(read(TINY + "activation: nn.Hardswish()\ncsp_activation: nn.LeakyReLU(0.1, inplace=True)\n"))
                .extracting(NetworkSpec::activation, NetworkSpec::cspActivation)
                .containsExactly(Activation.HARDSWISH, Activation.LEAKY_RELU);
        assertThat(read(TINY + "activation: torch.nn.ReLU(inplace=True)\n").activation())
                .isEqualTo(Activation.RELU);
        assertRefused(TINY + "activation: nn.LeakyReLU()\n", "activation 'nn.LeakyReLU()' is not known; write such as");
        assertRefused(TINY + "activation: __import__('os')\n", "activation '__import__('os')' is not known");
    }

    @Test
    void namesAnInvalidLayerOrKey() {
        assertRefused(TINY.replace("[-1, 1, SPPF, [32, 5]]", "[-1, 1, SPPF]"), "layer 6, in backbone, is not [from,");
        assertRefused(TINY.replace("[[9, 6], 1", "[[x, 6], 1"), "layer 10 (Detect): it takes its input from [x, 6]");
        assertRefused(TINY.replace("backbone:", "spine:"), "the description has no backbone");
        assertRefused(TINY.replace("nc: 3", "nc: 4"), "nc is 4, but there are 3 names");
        assertRefused(
                TINY.replace("names: [cat, dog, bird]", "").replace("nc: 3", "nc: 0"), "nc, the number of classes");
        assertRefused(TINY.replace("1.0", "'wide'"), "width_multiple is not a number");
        assertRefused(TINY.replace("16,30", "16,-30"), "anchors has the side -30");
        assertRefused(TINY.replace("nc: 3", "nc: 3\nch: 1e9"), "the network takes 0 channels");
    }

    @Test
    void namesTheLineOfInvalidYaml() {
        assertRefused(TINY.replace("[[9, 6], 1", "[[9, 6, 1"), "line ");
        assertRefused(TINY + "nc: 5\n", "line 25, column 5: the key 'nc' is there twice");
        assertRefused(TINY.replace("[-1, 2, C3, [16]]", "*layer"), "line 13, column 4: aliases are not understood");
        assertRefused("- 1\n", "line 1, column 1: it does not start with a key");
        assertRefused("", "line 1, column 1: it does not start with a key");
    }

    @Test
    void refusesYamlThatIsTooLargeOrTooDeep() {
        assertRefused("a: " + "[".repeat(100_000), "line 1, column 12: more than 8 levels");
        assertRefused(
                "a: [" + "1,".repeat(200_000) + "1]", "line 1, column 200003: more than 8 levels or 100000 values");
        assertRefused("#".repeat(2 << 20), "it has 2097152 characters, more than 1048576");
        assertRefused(TINY.replace("[16, 3, 2]", "[1000000000, 3, 2]"), "layer 1 (Conv): a convolution to 1000000000");
    }

    /** Whatever is changed in a description, it is read or refused in one line. */
    @Test
    void readsADamagedDescriptionOrRefusesItInOneLine() {
        String marks = "[]{},:-#'\"&*!|>%@`~ \n\t0189.eEx_naN\u0000\uD83D";
        Seeds.each(Integer.getInteger("vidette.fuzz", 1000), random -> {
            StringBuilder text = new StringBuilder(TINY);
            for (int i = random.nextInt(6); i >= 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(40)));
                    case 1 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(200))));
                    case 2 -> text.insert(at, Long.toString(random.nextLong()));
                    default -> text.setCharAt(at, marks.charAt(random.nextInt(marks.length())));
                }
                text.append(' ');
            }
            try {
                GraphReader.read(read(text.toString()));
            } catch (NetworkException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        });
    }

    private static NetworkSpec read(String yaml) {
        return NetworkYaml.read("tiny", PlainYaml.read(yaml));
    }

    private static void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> GraphReader.read(read(yaml)))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }
}
