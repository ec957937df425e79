/**
 * What every process needs: launch, lifecycle, configuration, secrets, clocks. It imports nothing of ours and knows no
 * component; components are found as {@link trifecta.service.Application}s by the service loader. Clocks, the environment and
 * exit codes are read and set here alone, so that everything else can be tested with arguments.
 */
@NullMarked
package trifecta.service;

import org.jspecify.annotations.NullMarked;
