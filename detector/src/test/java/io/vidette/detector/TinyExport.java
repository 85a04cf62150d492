package io.vidette.detector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Programs in the form of an export of Ultralytics' newer models, written by hand, without weights: what they answer is
 * constant.
 */
public final class TinyExport {
    /** Side of the pictures. */
    public static final int SIDE = 64;
    /** Three boxes by class scores: the first two overlap, of one class; the third scores in two classes. */
    public static final String RAW = "[[20., 21., 40.], [20., 20., 44.], [16., 16., 8.], [12., 12., 10.],"
            + " [0.9, 0.8, 0.1], [0.05, 0.1, 0.6], [0., 0., 0.7]]";
    /** Rows of corners, score, class: the first two overlap, and stay. */
    public static final String FINAL = "[[12., 14., 28., 26., 0.9, 0.], [13., 14., 29., 26., 0.8, 0.],"
            + " [36., 39., 44., 49., 0.7, 2.], [0., 0., 0., 0., 0., 0.]]";

    public static final String CONFIG = """
            {"description": "Ultralytics Tiny model ", "stride": 32, "task": "detect", "batch": 1, "imgsz": [64, 64],
             "names": {"0": "cat", "1": "dog", "2": "bird"}, "args": {"dynamic": false}, "end2end": false}""";

    private TinyExport() {}

    /** A program that takes any number of pictures of {@value #SIDE} pixels, whatever is in them. */
    public static Path write(Path file, String answer, String config) throws IOException {
        return writeProgram(
                file,
                config,
                "    p = torch.view(pictures, [-1, 3, 64, 64])\n"
                        + "    a = torch.unsqueeze(torch.tensor(" + answer + ", dtype=None, device=None), 0)\n"
                        + "    return torch.repeat(a, [torch.size(p, 0), 1, 1])\n");
    }

    /** A program with this body of {@code forward}, which returns a tensor. */
    public static Path writeProgram(Path file, String config, String body) throws IOException {
        String code = "class Export(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + "  def forward(self: __torch__.Export,\n    pictures: Tensor) -> Tensor:\n" + body;
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "tiny/data.pkl",
                "\u0080\u0002c__torch__\nExport\n)\u0081}(X\b\0\0\0training\u0089ub.".getBytes(ISO_8859_1));
        entries.put("tiny/code/__torch__.py", code.getBytes(UTF_8));
        entries.put("tiny/version", "3\n".getBytes(UTF_8));
        if (!config.isEmpty()) {
            entries.put("tiny/extra/config.txt", config.getBytes(UTF_8));
        }
        entries.put("tiny/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
        return TinyModel.writeZip(file, entries);
    }
}
