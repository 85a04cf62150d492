package io.vidette.detector.description;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.NetworkException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An activation as descriptions write it: {@code nn.SiLU()}, {@code nn.LeakyReLU(0.1)}. */
final class ActivationText {
    private static final Pattern CALL = Pattern.compile("(?:torch\\.)?(?:nn\\.)?(\\w{1,40})(?:\\(([^()]{0,80})\\))?");
    /** What does not change the outcome. */
    private static final Pattern IN_PLACE = Pattern.compile(",?\\s*inplace\\s*=\\s*\\w+");

    private static final Pattern LEAK = Pattern.compile("(?:negative_slope\\s*=\\s*)?0?\\.10*");

    private ActivationText() {}

    static Activation parse(String key, Object value) {
        if (value instanceof String text) {
            Matcher call = CALL.matcher(text.strip());
            if (call.matches()) {
                String arguments = call.group(2) == null
                        ? ""
                        : IN_PLACE.matcher(call.group(2)).replaceAll("").strip();
                // PyTorch's own slope is 0.01.
                boolean leaky = call.group(1).equals(Activation.LEAKY_RELU.torchName());
                if (leaky ? LEAK.matcher(arguments).matches() : arguments.isEmpty()) {
                    return Activation.ofTorch(call.group(1)).orElseThrow(() -> unknown(key, value));
                }
            }
        }
        throw unknown(key, value);
    }

    private static NetworkException unknown(String key, Object value) {
        return new NetworkException(
                key + " '" + Shortened.of(value) + "' is not known; write such as nn.SiLU(), nn.Hardswish(),"
                        + " nn.LeakyReLU(0.1), nn.ReLU() or nn.Identity()");
    }
}
