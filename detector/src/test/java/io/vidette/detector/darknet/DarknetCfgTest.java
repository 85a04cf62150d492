package io.vidette.detector.darknet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.TestFiles;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.LayerSpec;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Value;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DarknetCfgTest {
    @Test
    void createsALayerPerSectionAndOneForAllYolos() {
        DarknetCfg cfg = TinyDarknet.cfg();

        NetworkSpec spec = cfg.spec();
        assertThat(spec.layers().stream().map(LayerSpec::module))
                .containsExactly(
                        "darknet.convolutional",
                        "darknet.convolutional",
                        "darknet.shortcut",
                        "darknet.pass",
                        "darknet.route",
                        "darknet.convolutional",
                        "darknet.maxpool",
                        "darknet.convolutional",
                        "darknet.pass",
                        "darknet.route",
                        "darknet.upsample",
                        "darknet.route",
                        "darknet.convolutional",
                        "darknet.pass",
                        "darknet.yolo");
        assertThat(spec.layers().get(1).arguments().values()).containsExactly(8L, 3L, 1L, 1L, 8L, true, "mish");
        assertThat(spec.layers().get(4).arguments().values()).containsExactly(2L, 1L);
        assertThat(spec.layers().get(6).arguments().values()).containsExactly(2L, 1L, 1L);
        assertThat(spec.layers().get(14).from()).containsExactly(8, 13);
        assertThat(spec.head().anchors()).containsExactly(List.of(16.0, 19.0, 30.0, 25.0), List.of(4.0, 5.0, 8.0, 7.0));
        assertThat(GraphReader.read(spec).decode().code().centreScales()).containsExactly(1.05, 1.0);
        assertThat(cfg.width()).isEqualTo(64);
        assertThat(cfg.letterbox()).isFalse();
    }

    /** Their published weights have 248,007,048 and 35,434,956 bytes, 20 of them header. */
    @Test
    void countsTheNumbersOfPublishedWeights() throws Exception {
        assertThat(published("yolov3.cfg").numbers()).isEqualTo((248_007_048 - 20) / 4);
        assertThat(published("yolov3-tiny.cfg").numbers()).isEqualTo((35_434_956 - 20) / 4);
        DarknetOrder fastest = published("yolo-fastest-1.1.cfg");
        assertThat(fastest.graph().decode().inputs().stream().map(Value::stride))
                .containsExactly(32, 16);
    }

    private static DarknetOrder published(String name) throws Exception {
        String text = Files.readString(TestFiles.find("darknet/" + name));
        return DarknetOrder.of(DarknetCfg.read(text, name, Optional.empty()).spec());
    }

    @Test
    void numbersClassesWithoutNames() {
        assertThat(DarknetCfg.read(TinyDarknet.CFG, "tiny", Optional.empty())
                        .spec()
                        .head()
                        .classes())
                .containsExactly("0", "1", "2");
    }

    @Test
    void refusesTooFewNames() {
        assertThatThrownBy(() -> DarknetCfg.read(TinyDarknet.CFG, "tiny", Optional.of(List.of("cat"))))
                .hasMessage("there are 1 names of classes, but the cfg has classes=3");
    }

    @Test
    void namesTheLineOfAnUnknownKeyOrSection() {
        assertRefused("from=-2", "from=-2\nfrobnicate=1", "line 28: frobnicate=1 is not known in [shortcut]");
        assertRefused("[dropout]", "[lstm]", "line 30 [lstm]: this kind of layer is not supported");
        assertRefused("batch=1", "batch=1\nletter_bix=1", "line 4: letter_bix=1 is not known in [net]");
        assertRefused("[net]", "width=1\n[net]", "line 1: a key before the first section");
        assertRefused("[dropout]", "[dropout", "line 30: '[dropout' is not a [section]");
        assertRefused("[dropout]", "hello", "line 30: 'hello' is neither");
        assertRefused("[net]", "[route]", "the cfg does not start with [net]");
    }

    @Test
    void refusesUnsupportedKeysUnlessTheyAreNeutral() {
        assertRefused("groups=8", "groups=8\ndilation=2", "line 21: dilation=2 is not supported, only 1");
        assertRefused("scale_x_y = 1.05", "new_coords=1", "line 62: new_coords=1 is not supported, only 0");
        assertThat(DarknetCfg.read(
                        TinyDarknet.CFG.replace("groups=8", "groups=8\ndilation=1"), "tiny", Optional.empty()))
                .isEqualTo(DarknetCfg.read(TinyDarknet.CFG, "tiny", Optional.empty()));
    }

    @Test
    void refusesADuplicateKeyWithAnotherValue() {
        assertRefused("group_id=1", "group_id=1\ngroup_id=0", "line 37: group_id=0 was already given in line 36 as 1");
    }

    @Test
    void namesALayerWhoseInputIsNotAnEarlierLayer() {
        assertRefused(
                "layers = -1, 2", "layers = -1, 99", "line 71 [route]: layer 11 (darknet.route): its input comes");
        assertRefused("layers = -3", "layers = 9", "line 65 [route]: layer 9 (darknet.route): its input comes");
        assertRefused("from=-2", "from=-99", "line 26 [shortcut]: layer 2 (darknet.shortcut): its input comes");
        assertRefused("layers = -3", "layers = -1", "line 65 [route]: it takes the boxes of a [yolo]");
    }

    @Test
    void refusesExcessiveSizesBeforeAllocation() {
        assertRefused("filters=8\n", "filters=1000000000\n", "line 9 [convolutional]: layer 0");
        assertRefused("filters=8\n", "filters=99999999999\n", "line 11: filters=99999999999 is not a whole number");
        assertRefused("filters=8\n", "filters=-1\n", "line 9 [convolutional]: layer 0");
        assertRefused("width=64", "width=1000000", "line 4: width=1000000 is outside 1 to 4096");
        assertRefused("classes=3", "classes=1000000000", "line 60: classes=1000000000 is outside 1 to 10000");
        assertRefused("layers = -3", "layers = " + "-1,".repeat(500_000), "line 66: layers=-1,-1");
        String deep = TinyDarknet.CFG.replace("[dropout]", "[dropout]\n".repeat(2000));
        assertThatThrownBy(() -> DarknetCfg.read(deep, "deep", Optional.empty()))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("more than 1001 sections");
    }

    @Test
    void refusesAnchorsThatDoNotFit() {
        assertRefused("anchors = 4,5,  8,7,  16,19,  30,25", "anchors = 4,5", "line 59: anchors=4,5 are 2 numbers");
        assertRefused("mask = 2,3", "mask = 2,4", "line 58: mask=2,4 names an anchor");
        assertRefused("mask = 0,1", "mask = 0", "line 82: mask=0 has not as many anchors");
        assertRefused("4,5, ", "4,-5, ", "line 59: anchors=4,-5,8,7,16,19,30,25 has a side outside");
        assertRefused("4,5, ", "4,x, ", "line 59: anchors=4,x,8,7,16,19,30,25 is not a number");
    }

    @Test
    void namesAYoloLayerWithTheWrongNumberOfChannels() {
        assertRefused("filters=16\nsize=1", "filters=17\nsize=1", "line 57 [yolo]: the layer before has filters=17");
    }

    @Test
    void refusesPoolingWindowsThatShrinkTheMap() {
        assertRefused("pad=1\nactivation=swish", "activation=swish", "line 38 [convolutional]: size 3, stride 2 and 0");
        assertRefused("size=2\nstride=1", "size=2\nstride=1\npadding=0", "line 46 [maxpool]: size 2, stride 1 and 0");
    }

    @Test
    void refusesAnInputSizeThatTheStrideDoesNotDivide() {
        assertRefused("width=64", "width=66", "line 1 [net]: width 66 and height 64 are not both multiples of 4");
    }

    @Test
    void refusesACfgWithoutBoxes() {
        assertThatThrownBy(() -> DarknetCfg.read("[net]\nwidth=32\nheight=32\n[dropout]", "none", Optional.empty()))
                .hasMessageContaining("has no [yolo]");
        assertThatThrownBy(() -> DarknetCfg.read("", "none", Optional.empty())).hasMessageContaining("[net]");
    }

    @Test
    void readsNames() {
        assertThat(ClassNames.read("a person\r\ncar \n\n")).containsExactly("a person", "car");
        assertThatThrownBy(() -> ClassNames.read("a\n\nb")).hasMessage("line 2 of the names is empty");
        assertThatThrownBy(() -> ClassNames.read(String.join("\n", Collections.nCopies(10_001, "a"))))
                .hasMessageContaining("more than 10000");
    }

    /** Replaces the first occurrence. */
    private static void assertRefused(String before, String after, String message) {
        int at = TinyDarknet.CFG.indexOf(before);
        assertThat(at).as(before).isNotNegative();
        String text = TinyDarknet.CFG.substring(0, at) + after + TinyDarknet.CFG.substring(at + before.length());
        assertThatThrownBy(() -> DarknetCfg.read(text, "wrong", Optional.empty()))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(400));
    }
}
