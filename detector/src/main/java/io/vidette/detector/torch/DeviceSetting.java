package io.vidette.detector.torch;

import io.vidette.topology.config.TextForm;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configured device or devices of the model.
 *
 * @param numbers of graphics cards, as NVIDIA's driver counts them; none means all there are
 */
@TextForm("auto, cpu, cuda (every card), cuda:0 or cuda:0,1")
public record DeviceSetting(Kind kind, List<Integer> numbers) {
    public static final DeviceSetting AUTO = new DeviceSetting(Kind.AUTO, List.of());
    public static final DeviceSetting CPU = new DeviceSetting(Kind.CPU, List.of());

    private static final String CUDA = "cuda";
    private static final Pattern NUMBERED = Pattern.compile("cuda:(\\d{1,3}(?:,\\d{1,3})*)");

    /** What kind of device. */
    public enum Kind {
        /** Every graphics card that can be used, else the processor. */
        AUTO,
        CPU,
        /** NVIDIA's cards; without a usable card the start fails. */
        CUDA
    }

    public DeviceSetting {
        numbers = List.copyOf(numbers);
        if (!numbers.isEmpty() && kind != Kind.CUDA) {
            throw new IllegalArgumentException("only cards of CUDA have numbers");
        }
        if (new HashSet<>(numbers).size() != numbers.size()) {
            throw new IllegalArgumentException("a card is named twice: " + numbers);
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not a device
     */
    public static DeviceSetting parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "cpu" -> CPU;
            case CUDA -> new DeviceSetting(Kind.CUDA, List.of());
            default -> numbered(text);
        };
    }

    private static DeviceSetting numbered(String text) {
        Matcher form = NUMBERED.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' names no device");
        }
        return new DeviceSetting(
                Kind.CUDA,
                Stream.of(form.group(1).split(",", -1)).map(Integer::valueOf).toList());
    }

    @Override
    public String toString() {
        return switch (kind) {
            case AUTO -> "auto";
            case CPU -> "cpu";
            case CUDA ->
                numbers.isEmpty()
                        ? CUDA
                        : numbers.stream().map(String::valueOf).collect(Collectors.joining(",", CUDA + ":", ""));
        };
    }
}
