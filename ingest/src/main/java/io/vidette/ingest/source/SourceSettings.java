package io.vidette.ingest.source;

import java.time.Duration;
import java.util.Optional;

/**
 * What all sources share.
 *
 * @param connectTimeout for connecting, up to the first picture
 * @param stallTimeout for each picture after the first
 * @param maxClockOffset a camera's clock that differs from ours by more is not believed
 * @param caFile certificates of the authorities that cameras are checked against, in PEM; the system's when absent
 */
public record SourceSettings(
        Duration connectTimeout, Duration stallTimeout, Duration maxClockOffset, Optional<String> caFile) {}
