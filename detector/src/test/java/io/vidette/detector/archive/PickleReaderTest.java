package io.vidette.detector.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.Fuzz;
import io.vidette.detector.PickleBytes;
import io.vidette.detector.PickleBytes.Call;
import io.vidette.detector.PickleBytes.Name;
import io.vidette.detector.Seeds;
import io.vidette.detector.TinyModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PickleReaderTest {
    @ParameterizedTest
    @CsvSource({
        "os,system",
        "posix,system",
        "builtins,eval",
        "__builtin__,getattr",
        "subprocess,Popen",
        "runpy,run_path"
    })
    void refusesNamesThatNoCheckpointNeeds(String module, String name) {
        byte[] attack = PickleBytes.of(new Call(new Name(module, name), List.of("touch /tmp/owned")));

        assertThatThrownBy(() -> PickleReader.read(attack))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining(module + "." + name)
                .hasMessageNotContaining("\n");
    }

    /** As PyTorch wrote modules up to 1.5. */
    @Test
    void ignoresTheSourceCodeOfAClass() {
        Pickled module = PickleReader.read(PickleBytes.raw("\u0080\u0002(X\6\0\0\0modulecmodels.common\nConv\n"
                + "X\1\0\0\0fX\4\0\0\0texttQ)\u0081}X\1\0\0\0aK\u0007sb."));

        assertThat(((Pickled.Instance) module).type()).hasToString("models.common.Conv");
        assertThat(((Pickled.Instance) module).attribute("a")).hasValue(new Pickled.Int(7));
    }

    @Test
    void refusesNamesFromTheStack() {
        byte[] attack = PickleBytes.raw("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.");

        assertThatThrownBy(() -> PickleReader.read(attack)).hasMessageContaining("os.system");
    }

    @Test
    void recordsCallsWithoutExecutingThem() {
        byte[] call = PickleBytes.of(new Call(new Name("torch.cuda", "init"), List.of(1)));

        assertThat(PickleReader.read(call)).isInstanceOfSatisfying(Pickled.Instance.class, instance -> {
            assertThat(instance.type()).hasToString("torch.cuda.init");
            assertThat(instance.arguments()).containsExactly(new Pickled.Int(1));
        });
    }

    @Test
    void readsContainersAndScalars() {
        byte[] pickle = PickleBytes.of(Map.of("a", List.of(1, -2, 0.5, true, "x")));

        Pickled.Dict dict = (Pickled.Dict) PickleReader.read(pickle);

        assertThat(((Pickled.Sequence) dict.get("a").orElseThrow()).items())
                .containsExactly(
                        new Pickled.Int(1),
                        new Pickled.Int(-2),
                        new Pickled.Real(0.5),
                        new Pickled.Bool(true),
                        new Pickled.Text("x"));
    }

    @Test
    void readsALongOfAnyLength() {
        assertThat(PickleReader.read(PickleBytes.raw("\u0080\u0002\u008a\u0003\u0000\u0000\u0080.")))
                .isEqualTo(new Pickled.Int(-8_388_608));
        assertThat(PickleReader.read(PickleBytes.raw("\u0080\u0002\u008a\u0000.")))
                .isEqualTo(new Pickled.Int(0));
    }

    @Test
    void survivesAListThatContainsItself() {
        Pickled loop = PickleReader.read(PickleBytes.raw("\u0080\u0002]q\u0000h\u0000a."));

        assertThat(((Pickled.Sequence) loop).items().get(0)).isSameAs(loop);
        assertThat(loop.toString()).isNotEmpty();
    }

    @Test
    void survivesAKeyWithAMillionNestedReferences() {
        Pickled read = PickleReader.read(PickleBytes.raw("\u0080\u0002}K\u0001" + "Q".repeat(1_000_000) + "K\u0001s."));

        assertThat(((Pickled.Dict) read).entries()).hasSize(1);
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(() -> PickleReader.read(PickleBytes.raw("\u0080\u0002" + "(".repeat(100_000))))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void allocatesNoMoreMemoryThanThePickleHolds() {
        byte[] claim = PickleBytes.raw("\u0080\u0002X\u00ff\u00ff\u00ff\u007f.");

        assertThatThrownBy(() -> PickleReader.read(claim)).hasMessageContaining("ends early");
    }

    @Test
    @Timeout(1200)
    void readsADamagedPickleOrRefusesItInOneLine(@TempDir Path folder) throws Exception {
        byte[] pickle;
        try (ZipFile zip =
                new ZipFile(TinyModel.write(folder.resolve("tiny.pt")).toFile())) {
            pickle = zip.getInputStream(zip.getEntry("archive/data.pkl")).readAllBytes();
        }
        Fuzz.each(random -> {
            try {
                assertThat(PickleReader.read(Fuzz.damaged(pickle, random))).isNotNull();
            } catch (MalformedArchiveException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            }
        });
    }

    @Test
    void refusesTruncatedAndDamagedPicklesCleanly(@TempDir Path folder) throws Exception {
        byte[] pickle;
        try (TorchArchive archive = TorchArchive.open(TinyModel.write(folder.resolve("tiny.pt")))) {
            assertThat(archive.pickle()).isInstanceOf(Pickled.Dict.class);
        }
        pickle = PickleBytes.of(Map.of("model", List.of(1, "two", 3.0, new Name("torch", "FloatStorage"))));
        for (int length = 0; length < pickle.length; length++) {
            byte[] cut = Arrays.copyOf(pickle, length);
            assertThatExceptionOfType(MalformedArchiveException.class).isThrownBy(() -> PickleReader.read(cut));
        }
        Seeds.each(5000, random -> {
            byte[] damaged = pickle.clone();
            for (int i = 0; i < 3; i++) {
                damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt();
            }
            try {
                assertThat(PickleReader.read(damaged)).isNotNull();
            } catch (MalformedArchiveException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            }
        });
    }
}
