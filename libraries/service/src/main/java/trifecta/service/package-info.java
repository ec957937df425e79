/** What every process needs: launch, lifecycle, configuration, secrets, counters, health. Imports nothing of ours. */
@NullMarked
package trifecta.service;

import org.jspecify.annotations.NullMarked;
