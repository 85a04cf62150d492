package io.vidette.deploy.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import io.vidette.topology.fault.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many cameras at one rate.
 *
 * @param cameras 1 to 1,000
 * @param framesPerSecond of each, 1 to 1,000
 */
public record CameraMix(int cameras, int framesPerSecond) {
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,2}|1000)x([1-9]\\d{0,2}|1000)");

    /**
     * Reads {@code 64x5}: 64 cameras of 5 frames per second.
     *
     * @throws UserError when it is not of that form
     */
    public static CameraMix parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UserError("'" + text + "' is not a number of cameras and frames per second; write 64x5");
        }
        return new CameraMix(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @JsonValue
    @Override
    public String toString() {
        return cameras + "x" + framesPerSecond;
    }
}
