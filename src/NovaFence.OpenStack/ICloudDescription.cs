namespace NovaFence.OpenStack;

/// <summary>Says which cloud is used, for the start and for commands. Known without asking it; no secret.</summary>
public interface ICloudDescription
{
    /// <summary>Keystone's address, and the region where one is chosen: <c>https://keystone.example.org:5000/v3, region RegionOne</c>.</summary>
    string Place { get; }
}
